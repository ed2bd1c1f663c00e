"""Two people of a notebook become one, and two again."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.workspace.models.doubles import PersonMerge
from mentorhub.workspace.models.history import refresh_last_contact
from mentorhub.workspace.models.joining import move_back, move_rows
from mentorhub.workspace.models.merges import Merging, write_back, write_joined
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.merges import newer_merge, own_merge, own_two, same_in, standings
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.bin import RestoreFirst
from mentorhub.workspace.rules.doubles import Chosen, MergedAgain, NothingToUndo
from mentorhub.workspace.rules.rhythm import local_day


def merge_people(
    public_id: str, other_id: str, chosen: Chosen, *, viewer: Viewer, seen: str
) -> None:
    """Make two people one: the first is kept, the other hidden, and all that hung on them goes over; again, nothing.

    `seen` is the version of the comparison that was read before. A mentor sees no more of them together than of the
    one that is shown less. Raises `NotFound` for anybody else's, `ChangedElsewhere` where something else stands by
    now, `TooManyOfOne` where more stays than one person may have.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        if own_merge(session, public_id, other_id, workspace_id=workspace.id):
            return
        kept, other = own_two(session, public_id, other_id, workspace_id=workspace.id)
        _lock(session, kept, other)
        mine, theirs = standings(session, kept, other)
        if version_of(mine, theirs) != seen:
            raise ChangedElsewhere
        merging = _merging(session, workspace, kept, other)
        moved = move_rows(session, kept, other, now=now)
        other.deleted_at = now
        session.flush()
        same = same_in(workspace.phone_region)
        written, photo = write_joined(merging, mine, theirs, chosen, same=same)
        of = {"workspace_id": workspace.id, "kept_id": kept.id, "merged_id": other.id}
        session.add(PersonMerge(merged_at=now, written=written, moved=moved, photo=photo, **of))
        workspace.pairs_stale_at = now
        refresh_last_contact(session, [kept.id])


def undo_merge(public_id: str, other_id: str, *, viewer: Viewer) -> None:
    """Make them two again, each with what was theirs; what was written since stays with who was kept.

    Raises `NotFound` for anybody else's and for what was erased, `RestoreFirst` where who was kept is in the bin,
    `MergedAgain` where a later merge is to be undone first, `NothingToUndo` where they are two already.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        found = own_merge(session, public_id, other_id, workspace_id=workspace.id)
        if found is None:
            own_two(session, public_id, other_id, workspace_id=workspace.id)
            raise NothingToUndo
        merge, kept, other = found
        newer = newer_merge(session, merge)
        if newer:
            raise MergedAgain(newer)
        if kept.deleted_at is not None:
            raise RestoreFirst(kept.name)
        written, moved, photo = merge.written, merge.moved, merge.photo
        _lock(session, kept, other)
        session.execute(delete(PersonMerge).where(PersonMerge.id == merge.id))
        other.deleted_at = None
        session.flush()
        write_back(_merging(session, workspace, kept, other), written, photo)
        move_back(session, kept, other, moved)
        workspace.pairs_stale_at = clock.now()


def _lock(session: Session, *people: Person) -> None:
    """Whoever adds something to one of them waits, and sees then to whom it belongs."""
    ids = sorted(person.id for person in people)
    asked = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()
    session.execute(asked.execution_options(**WITH_DELETED))


def _merging(session: Session, workspace: Workspace, kept: Person, other: Person) -> Merging:
    now = clock.now()
    today = local_day(now, zone=workspace.user.timezone)
    return Merging(session, workspace, kept, other, now, today)
