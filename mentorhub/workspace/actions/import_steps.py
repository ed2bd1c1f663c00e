"""An import's work, step by step: some hundred rows in, or out again, each step a short transaction of its own."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.importers.photos import redrawn_photos
from mentorhub.workspace.models.arrivals import Arrival, add_arrivals
from mentorhub.workspace.models.import_photos import bring_photos, take_photos_back
from mentorhub.workspace.models.import_undoing import note_version, take_back
from mentorhub.workspace.models.imports import ContactImport, ImportRow
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import put_tags_that_fit
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.models.writing import match_key, read_details, write_details
from mentorhub.workspace.queries.imported import people_by_id, photos_ahead, there_by_now, touched
from mentorhub.workspace.rules.details import DetailKind, Details
from mentorhub.workspace.rules.documents import details_from, document_of
from mentorhub.workspace.rules.imports import HIDING, STEP, Choice, ImportState, Result
from mentorhub.workspace.rules.merging import filled
from mentorhub.workspace.rules.rhythm import Tier, local_day

NO_PHOTOS: Mapping[int, bytes | None] = MappingProxyType({})
KINDS = {"emails": DetailKind.EMAIL, "phones": DetailKind.PHONE, "links": DetailKind.LINK}


@dataclass(frozen=True)
class Work:
    """What travels together through a step."""

    session: Session
    stored: ContactImport
    workspace: Workspace
    now: dt.datetime
    photos: Mapping[int, bytes | None]

    @property
    def today(self) -> dt.date:
        """Today on the owner's calendar."""
        return local_day(self.now, zone=self.workspace.user.timezone)


def go_on(import_id: int) -> None:
    """The next step of an import; nothing where there is none. After the last, everybody it brought is seen at once."""
    photos = redrawn_photos(photos_ahead(import_id, viewer=SYSTEM))  # slow, so before the lock
    with transaction(viewer=SYSTEM) as session:
        work = _work(session, import_id, photos=photos)
        if work is None:
            return
        step = {
            ImportState.APPLYING: _apply_some,
            ImportState.UNDOING: _take_back_some,
            ImportState.FAILING: _take_back_some,
        }[work.stored.state]
        rows = _next(work)
        step(work, rows)
        work.stored.done += len(rows)
        if work.stored.done == work.stored.total:
            _end(work)


def fail_import(import_id: int) -> None:
    """Something of it could not be written: take back whatever is in, so that nothing half stays."""
    with transaction(viewer=SYSTEM) as session:
        work = _work(session, import_id)
        if work is not None and work.stored.state is ImportState.APPLYING:
            work.stored.fail(work.now)


def _work(
    session: Session, import_id: int, *, photos: Mapping[int, bytes | None] = NO_PHOTOS
) -> Work | None:
    """The import and its notebook, both locked; None where it is not at work any more."""
    found = session.execute(
        select(ContactImport, Workspace)
        .join(Workspace, Workspace.id == ContactImport.workspace_id)
        .where(ContactImport.id == import_id)
        .with_for_update(key_share=True, of=Workspace)
    ).one_or_none()
    if found is None or found[0].state not in (*HIDING, ImportState.UNDOING):
        return None
    return Work(session, found[0], found[1], clock.now(), photos)


def _next(work: Work) -> Sequence[ImportRow]:
    """The rows of a step: in their order, and taken back from the last to the first."""
    done, total = work.stored.done, work.stored.total
    asked = select(ImportRow).where(ImportRow.import_id == work.stored.id).limit(STEP)
    if work.stored.state is ImportState.APPLYING:
        asked = asked.where(ImportRow.row > done).order_by(ImportRow.row)
    else:
        asked = asked.where(ImportRow.row <= total - done).order_by(ImportRow.row.desc())
    return work.session.scalars(asked).all()


def _apply_some(work: Work, rows: Sequence[ImportRow]) -> None:
    meant = [row for row in rows if row.choice is not Choice.SKIP]
    details = {row.row: _details(work, row) for row in meant}
    there = there_by_now(work.session, work.stored, meant, details, work.workspace)
    new = [row for row in meant if row.choice is Choice.ADD and row.row not in there]
    arrivals = [
        Arrival(details[row.row], row.document["uid"][:255], "\n".join(row.document["lines"]))
        for row in new
    ]
    added = add_arrivals(
        work.session,
        work.workspace,
        arrivals,
        import_id=work.stored.id,
        today=work.today,
        now=work.now,
    )
    for row, person in zip(new, added, strict=True):
        row.result, row.made_id = Result.ADDED, person.id
        row.written = version_of(details[row.row])
    work.session.flush()
    _update_some(work, [row for row in meant if row.result is Result.WAITING], details, there)
    made = {row.made_id: row for row in meant if row.made_id is not None}
    people = people_by_id(work.session, work.stored, set(made))
    tags = {
        person: [work.stored.tag, *made[row_id].document["tags"]]
        for row_id, person in people.items()
    }
    put_tags_that_fit(work.session, tags, now=work.now)
    bring_photos(work.session, work.stored, rows, work.photos, now=work.now)
    for row in rows:
        if row.result is Result.WAITING:
            row.result = Result.SKIPPED


def _details(work: Work, row: ImportRow) -> Details:
    """What the row says, with what its owner chose for all."""
    found = details_from(row.document["details"])
    return replace(
        found,
        tier=work.stored.tier,
        occasion=found.occasion or work.stored.occasion,
        source_note=found.source_note or work.stored.file_name,
    )


def _update_some(
    work: Work,
    rows: Sequence[ImportRow],
    details: Mapping[int, Details],
    there: Mapping[int, int | None],
) -> None:
    """Fill up people who are there; who became one meanwhile, by two rows alike or two imports at once, as well."""
    targets = _targets(work, rows, there)
    ids = {target for target in targets.values() if target is not None}
    people = people_by_id(work.session, work.stored, ids)
    written = read_details(work.session, list(people.values()))
    for row in rows:
        person = people.get(targets[row.row] or 0)
        if person is None:
            continue
        before = written[person.id]
        after = filled(
            before,
            replace(details[row.row], tier=Tier.OFF, source_note=""),
            same=_same(work.workspace.phone_region),
            takes_other=work.stored.takes_file,
        )
        written[person.id] = after
        if after != before:
            write_details(
                work.session,
                person,
                after,
                before=before,
                today=work.today,
                region=work.workspace.phone_region,
            )
        person.card_uid = person.card_uid or row.document["uid"][:255]
        person.card_lines = person.card_lines or "\n".join(row.document["lines"])
        row.result, row.made_id = Result.UPDATED, person.id
        row.before, row.written = document_of(before), version_of(after)
        if person.import_id == work.stored.id:
            note_version(work.session, row, row.written)


def _targets(
    work: Work, rows: Sequence[ImportRow], there: Mapping[int, int | None]
) -> dict[int, int | None]:
    """Whom each row fills up, by the row's number: who is there by now, whom it names, or whom an earlier row made."""
    like_earlier = {row.same_row for row in rows if row.row not in there and not row.person_id}
    asked = select(ImportRow.row, ImportRow.made_id).where(
        ImportRow.import_id == work.stored.id, ImportRow.row.in_(like_earlier - {None})
    )
    made = dict(work.session.execute(asked).all())
    return {
        row.row: there[row.row]
        if row.row in there
        else row.person_id or made.get(row.same_row or 0)
        for row in rows
    }


def _same(region: str) -> Callable[[str, str], str]:
    return lambda kind, value: match_key(KINDS[kind], value, region=region)


def _end(work: Work) -> None:
    work.workspace.pairs_stale_at = work.now
    if work.stored.state is ImportState.APPLYING:
        work.session.execute(
            update(Person)
            .where(Person.import_id == work.stored.id)
            .values(deleted_at=None)
            .execution_options(synchronize_session=False)
        )
        work.stored.finish(work.now)
    elif work.stored.state is ImportState.UNDOING:
        work.stored.end_undoing(work.now)
    else:
        work.stored.end_failing()


def _take_back_some(work: Work, rows: Sequence[ImportRow]) -> None:
    people = people_by_id(
        work.session, work.stored, {row.made_id for row in rows if row.made_id is not None}
    )
    take_back(
        work.session,
        rows,
        people,
        touched=touched(work.session, people),
        today=work.today,
        region=work.workspace.phone_region,
    )
    take_photos_back(work.session, work.stored, rows)
