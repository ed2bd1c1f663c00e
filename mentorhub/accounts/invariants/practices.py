"""The invariants of practices: owners, invitations, addresses, currencies. Each is a query that returns offenders."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Invitation, Membership, Practice, PracticeSlug
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.invitations import InvitationState
from mentorhub.accounts.rules.practices import OWN_PAGES, Role
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.money import OFFERED
from mentorhub.foundation.slugs import SlugMisshapen, refuse_misshapen_slug


def every_practice_has_an_owner(*, viewer: Viewer) -> list[str]:
    """Practices that nobody can run: whoever is closing their account has no access."""
    owned = exists().where(
        Membership.practice_id == Practice.id,
        Membership.role == Role.OWNER,
        User.id == Membership.user_id,
        User.closing_at.is_(None),
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Practice.public_id).where(~owned)))


def every_invitations_key_is_made_of_its_address(*, viewer: Viewer) -> list[str]:
    """Invitations that another address could accept than the one they were sent to."""
    with reading(viewer=viewer) as session:
        found = select(Invitation.public_id, Invitation.email, Invitation.email_key)
        return [
            public_id for public_id, email, key in session.execute(found) if _key_of(email) != key
        ]


def an_address_is_invited_once_at_a_time(*, viewer: Viewer) -> list[str]:
    """Open invitations of one practice to one address, where there is more than one."""
    other = aliased(Invitation)
    is_open = InvitationState.OPEN
    again = exists().where(
        other.practice_id == Invitation.practice_id,
        other.email_key == Invitation.email_key,
        other.id != Invitation.id,
        other.state == is_open,
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(select(Invitation.public_id).where(Invitation.state == is_open, again))
        )


def every_open_invitation_is_an_owners(*, viewer: Viewer) -> list[str]:
    """Open invitations sent by somebody who may not invite (any more)."""
    is_owners = exists().where(
        Membership.practice_id == Invitation.practice_id,
        Membership.user_id == Invitation.sent_by,
        Membership.role == Role.OWNER,
    )
    wrong = Invitation.state == InvitationState.OPEN, ~is_owners
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Invitation.public_id).where(*wrong)))


def every_practice_is_known_by_its_slug(*, viewer: Viewer) -> list[str]:
    """Its present address is in the list of addresses by which pages are found."""
    known = exists().where(
        PracticeSlug.slug == Practice.slug, PracticeSlug.practice_id == Practice.id
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Practice.public_id).where(~known)))


def every_practices_slug_can_be_part_of_an_address(*, viewer: Viewer) -> list[str]:
    """Present and earlier ones that no address could lead to, or that lead to a page of the app's."""
    found = select(PracticeSlug.slug, Practice.public_id).join(
        Practice, Practice.id == PracticeSlug.practice_id
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(found).all()
        return sorted({public_id for slug, public_id in rows if not _is_own(slug)})


def every_practices_currency_is_taken(*, viewer: Viewer) -> list[str]:
    """Practices whose prices Stripe would refuse."""
    with reading(viewer=viewer) as session:
        wrong = Practice.currency.not_in(sorted(OFFERED))
        return list(session.scalars(select(Practice.public_id).where(wrong)))


def _is_own(slug: str) -> bool:
    try:
        refuse_misshapen_slug(slug)
    except SlugMisshapen:
        return False
    return slug not in OWN_PAGES


def _key_of(email: str) -> str:
    try:
        return email_key(email)
    except ValueError:
        return ""


INVARIANTS = (
    every_practice_has_an_owner,
    every_invitations_key_is_made_of_its_address,
    an_address_is_invited_once_at_a_time,
    every_open_invitation_is_an_owners,
    every_practice_is_known_by_its_slug,
    every_practices_slug_can_be_part_of_an_address,
    every_practices_currency_is_taken,
)
