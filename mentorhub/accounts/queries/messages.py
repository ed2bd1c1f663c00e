"""Which mails users want, and when."""

from collections.abc import Collection

from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.mail.kinds import Topic
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.preferences import MailHours, MailPreference, Preferences, hours_of


def mail_preferences(user_ids: Collection[int]) -> dict[int, Preferences]:
    """Which mails each of these users wants and when, for the outbox; a closing account gets nothing optional."""
    with reading(viewer=SYSTEM) as session:
        found: dict[int, Preferences] = {}
        rows = session.execute(
            select(User.id, User.public_id, User.timezone, User.closing_at, MailHours)
            .outerjoin(MailHours, MailHours.user_id == User.id)
            .where(User.id.in_(user_ids))
        ).all()
        unwanted: dict[int, set[str]] = {}
        for user_id, topic in session.execute(
            select(MailPreference.user_id, MailPreference.topic).where(
                MailPreference.user_id.in_(user_ids), ~MailPreference.is_wanted
            )
        ):
            unwanted.setdefault(user_id, set()).add(topic)
        for user_id, public_id, zone, closing_at, row in rows:
            topics = frozenset(Topic if closing_at else unwanted.get(user_id, ()))
            found[user_id] = Preferences(public_id, hours_of(row, zone=zone), topics)
        return found


def morning_of(user_id: int, *, viewer: Viewer) -> MailMorning | None:
    """The time of a user's morning email; None for whoever has no notebook."""
    with reading(viewer=viewer) as session:
        return session.scalar(select(MailMorning).where(MailMorning.user_id == user_id))
