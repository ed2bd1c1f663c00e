"""Somebody asked to be removed: erased at once, and known again only by digests that name nobody."""

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.repeats import forget_answers
from mentorhub.workspace.matching.identities import IdentityKind, digests, identities
from mentorhub.workspace.models.deleting import delete_person
from mentorhub.workspace.models.details import RemovedIdentity
from mentorhub.workspace.models.doubles import merged_into
from mentorhub.workspace.models.erasing import erase_person
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries.bin import own_thing
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.bin import Thing


def remove_person(public_id: str, *, viewer: Viewer) -> None:
    """Erase a person, in the bin or not, with all that is theirs alone; an import leaves them out from now on.

    Each e-mail, number, profile, and the name with each organisation, is kept as a digest under the notebook's key:
    theirs, and those of whoever was merged into them.
    Raises `NotFound` for anybody else's.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        _thing, person = own_thing(session, public_id, workspace_id=workspace.id, kind=Thing.PERSON)
        merged = Person.id.in_(merged_into(session, {person.id}))
        others = session.scalars(select(Person).where(merged).execution_options(**WITH_DELETED))
        known_by = {
            known
            for details in read_details(session, [person, *others]).values()
            for known in identities(details, region=workspace.phone_region)
        }
        found = digests(known_by, key=workspace.removal_key)
        mine = select(RemovedIdentity.kind, RemovedIdentity.digest).where(
            RemovedIdentity.workspace_id == workspace.id
        )
        known = {(kind.value, digest) for kind, digest in session.execute(mine)}
        session.add_all(
            RemovedIdentity(
                workspace_id=workspace.id, kind=IdentityKind(kind), digest=digest, removed_at=now
            )
            for kind, digest in sorted(found - known)
        )
        if person.deleted_at is None:
            delete_person(session, person, now)
            session.flush()
        erase_person(session, person)
        forget_answers(session, workspace.user_id)
