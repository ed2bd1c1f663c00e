"""An owner's deeds with the members of a practice: another role, an end. There is always an owner left."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts import rules
from mentorhub.accounts.models import Membership, Practice
from mentorhub.foundation.database import Viewer, transaction
from mentorhub.foundation.errors import NotFound


def change_role(membership_id: str, *, role: rules.Role, viewer: Viewer) -> None:
    """Give a member another role, by an owner of the practice.

    Raises `NotFound` to anybody else, `LastOwner` where nobody would own the practice any more.
    """
    with transaction(viewer=viewer) as session:
        member, everybody = _locked(session, membership_id, viewer=viewer)
        roles = [one.role for one in everybody]
        rules.refuse_losing_the_last_owner(roles, lost=member.role, gained=role)
        member.role = role


def end_membership(membership_id: str, *, viewer: Viewer) -> bool:
    """A member leaves, by an owner's hand or, as an owner, by their own; whether it was the viewer.

    From then on they see nothing of the practice. Raises as `change_role`.
    """
    with transaction(viewer=viewer) as session:
        member, everybody = _locked(session, membership_id, viewer=viewer)
        roles = [one.role for one in everybody]
        rules.refuse_losing_the_last_owner(roles, lost=member.role, gained=None)
        session.delete(member)
        return member.user_id == viewer.id


def _locked(
    session: Session, membership_id: str, *, viewer: Viewer
) -> tuple[Membership, list[Membership]]:
    """The member and all of that practice who stay, read under its lock: two owners who end each other take turns."""
    practice_id = session.scalar(
        select(Membership.practice_id).where(Membership.public_id == membership_id)
    )
    practice = session.get(Practice, practice_id or 0, with_for_update=True)
    everybody = list(
        session.scalars(
            select(Membership)
            .where(Membership.practice_id == (practice.id if practice else 0))
            .order_by(Membership.id)
            .options(joinedload(Membership.user))
            .execution_options(populate_existing=True)
        )
    )
    found = [one for one in everybody if one.public_id == membership_id]
    owners = {one.user_id for one in everybody if one.role == rules.Role.OWNER}
    if not found or viewer.kind != "user" or viewer.id not in owners:
        raise NotFound
    return found[0], [one for one in everybody if one is found[0] or one.user.closing_at is None]
