"""What is written about who is kept when two people become one, and what goes back when that is undone."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.history import StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.models.writing import read_details, write_details
from mentorhub.workspace.rules import doubles, tags
from mentorhub.workspace.rules.documents import details_from, document_of
from mentorhub.workspace.rules.doubles import Chosen, Same, Side, Standing
from mentorhub.workspace.rules.sharing import Visibility

_COLUMNS = ("snoozed_until", "is_muted", "visibility", "card_uid", "card_lines", "closeness_on")


@dataclass(frozen=True)
class Merging:
    """What travels together through one merge, and through its way back."""

    session: Session
    workspace: Workspace
    kept: Person
    other: Person
    now: dt.datetime
    today: dt.date


def write_joined(
    merging: Merging, mine: Standing, theirs: Standing, chosen: Chosen, *, same: Same
) -> tuple[dict[str, Any], bytes | None]:
    """Write what was chosen; returns what both were, and a picture that was replaced. The other is hidden by now.

    Raises `TooManyOfOne` where more stay than one person may have.
    """
    kept, other = merging.kept, merging.other
    after = doubles.joined(mine, theirs, chosen, same=same)
    names = doubles.staying("tags", mine, theirs, chosen, same=same)
    if len(names) > max(tags.PER_PERSON, len(mine.tags)):
        raise doubles.TooManyOfOne("tags", tags.PER_PERSON)
    columns = _columns(kept)
    _write(merging, after, before=mine.details)
    kept.visibility = doubles.more_careful(kept.visibility, other.visibility)
    kept.card_uid = kept.card_uid or other.card_uid
    kept.card_lines = doubles.joined_notes(kept.card_lines, other.card_lines)
    for name in ("snoozed_until", "is_muted"):
        if chosen.sides.get(name) is Side.OTHER:
            setattr(kept, name, getattr(other, name))
    written = {
        "kept": document_of(mine.details),
        "merged": document_of(theirs.details),
        "after": document_of(read_details(merging.session, [kept])[kept.id]),
        "columns": {"before": columns, "after": _columns(kept)},
        "tags": _take_tags(merging, names),
        "stage_change": _take_stage(merging, chosen),
        "photo": None,
    }
    if chosen.sides.get("photo") is not Side.OTHER:
        return written, None
    before = _take_photo(merging)
    at = before.created_at.isoformat() if before else None
    return written | {"photo": {"taken_at": at}}, before.content if before else None


def write_back(merging: Merging, written: dict[str, Any], photo: bytes | None) -> None:
    """As before the merge, but for what was changed since. Both can be seen by now."""
    kept = merging.kept
    now = read_details(merging.session, [kept])[kept.id]
    before, after = details_from(written["kept"]), details_from(written["after"])
    _write(merging, doubles.undone(before, after, now), before=now)
    columns = written["columns"]
    for name, value in _columns(kept).items():
        if value == columns["after"][name]:
            setattr(kept, name, _read(name, columns["before"][name]))
    _take_tags_back(merging, written["tags"])
    _take_stage_back(merging, written["stage_change"])
    if written["photo"]:
        taken_at = written["photo"]["taken_at"]
        at = dt.datetime.fromisoformat(taken_at) if taken_at else merging.now
        _take_photo_back(merging, photo, at=at)


def _write(merging: Merging, details: Any, *, before: Any) -> None:
    write_details(
        merging.session,
        merging.kept,
        details,
        before=before,
        today=merging.today,
        region=merging.workspace.phone_region,
    )


def _columns(person: Person) -> dict[str, Any]:
    """What stands in the person's own row beside the details, as JSON can hold it."""
    found = {name: getattr(person, name) for name in _COLUMNS}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in found.items()
    }


def _read(name: str, value: Any) -> Any:
    if name == "visibility":
        return Visibility(value)
    return dt.date.fromisoformat(value) if name.endswith(("_on", "_until")) and value else value


def _take_tags(merging: Merging, names: tuple[str, ...]) -> dict[str, list[int]]:
    """Leave who is kept with the tags of these names; returns the ids before and after."""
    ids = [merging.kept.id, merging.other.id]
    both = select(Tag.id, Tag.name, PersonTag.person_id).join(PersonTag, PersonTag.tag_id == Tag.id)
    rows = merging.session.execute(both.where(PersonTag.person_id.in_(ids))).all()
    before = sorted({row_id for row_id, _name, who in rows if who == merging.kept.id})
    after = sorted({row_id for row_id, name, _who in rows if name in names})
    _set_tags(merging, gone=set(before) - set(after), new=set(after) - set(before))
    return {"before": before, "after": after}


def _take_tags_back(merging: Merging, taken: dict[str, list[int]]) -> None:
    """Without those that came from the other, with those that were left out, as far as these exist and have room."""
    before, after = set(taken["before"]), set(taken["after"])
    wanted = select(Tag.id).where(
        Tag.workspace_id == merging.workspace.id, Tag.id.in_(before - after)
    )
    _set_tags(merging, gone=after - before, new=set(merging.session.scalars(wanted)))


def _set_tags(merging: Merging, *, gone: set[int], new: set[int]) -> None:
    session, kept = merging.session, merging.kept
    mine = PersonTag.person_id == kept.id
    session.execute(delete(PersonTag).where(mine, PersonTag.tag_id.in_(gone)))
    left = {row.tag_id: row.number for row in session.scalars(select(PersonTag).where(mine))}
    free = tags.free_numbers(left.values(), most=tags.PER_PERSON)
    of = {"workspace_id": kept.workspace_id, "person_id": kept.id, "tagged_at": merging.now}
    session.add_all(
        PersonTag(tag_id=tag_id, number=number, **of)
        for tag_id, number in zip(sorted(new - set(left)), free, strict=False)
    )


def _take_stage(merging: Merging, chosen: Chosen) -> int | None:
    """Move to the other's stage where that was chosen; returns the id of the entry, which an undo takes back."""
    kept, before, after = merging.kept, merging.kept.stage, merging.other.stage
    is_meant = chosen.sides.get("stage") is Side.OTHER and doubles.may_take_stage(before, after)
    if not is_meant or before is after:
        return None
    kept.move_to(after)
    change = StageChange(
        workspace_id=kept.workspace_id,
        person_id=kept.id,
        from_stage=before,
        to_stage=after,
        by_user_id=merging.workspace.user_id,
        at=merging.now,
    )
    merging.session.add(change)
    merging.session.flush()
    return change.id


def _take_stage_back(merging: Merging, change_id: int | None) -> None:
    """Where nobody moved them since: what is older than another move is history."""
    mine = select(StageChange).where(StageChange.person_id == merging.kept.id)
    last = merging.session.scalars(mine.order_by(StageChange.id.desc()).limit(1)).one()
    if last.id == change_id and last.from_stage is not None:
        merging.kept.return_to(last.from_stage)
        merging.session.delete(last)


def _take_photo(merging: Merging) -> PersonPhoto | None:
    """Show the other's picture, or none; returns the one that was there."""
    mine, theirs = (_photo(merging, person) for person in (merging.kept, merging.other))
    if mine is not None:
        merging.session.expunge(mine)
    _set_photo(merging, mine, theirs.content if theirs else None, at=merging.now)
    return mine


def _take_photo_back(merging: Merging, before: bytes | None, *, at: dt.datetime) -> None:
    """Where nobody chose another since."""
    mine, theirs = (_photo(merging, person) for person in (merging.kept, merging.other))
    if (mine.content if mine else None) == (theirs.content if theirs else None):
        _set_photo(merging, mine, before, at=at)


def _photo(merging: Merging, person: Person) -> PersonPhoto | None:
    asked = select(PersonPhoto).where(PersonPhoto.person_id == person.id)
    return merging.session.scalars(asked).one_or_none()


def _set_photo(
    merging: Merging, stored: PersonPhoto | None, content: bytes | None, *, at: dt.datetime
) -> None:
    kept, session = merging.kept, merging.session
    if stored is not None:
        session.execute(delete(PersonPhoto).where(PersonPhoto.id == stored.id))
    if content is not None:
        of = {"workspace_id": kept.workspace_id, "person_id": kept.id, "created_at": at}
        session.add(PersonPhoto(content=content, **of))
        session.flush()
