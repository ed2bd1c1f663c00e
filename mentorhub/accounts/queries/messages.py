"""Which mails users want, and when."""

from collections.abc import Collection

from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.kinds import Topic
from mentorhub.mail.preferences import MailHours, MailPreference, Preferences
from mentorhub.mail.quiet_hours import Hours


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
            found[user_id] = Preferences(public_id, _hours(zone, row), topics)
        return found


def _hours(zone: str, row: MailHours | None) -> Hours:
    if row is None:
        return Hours(zone)
    begins, ends = row.quiet_from_minutes, row.quiet_until_minutes
    quiet = None if begins is None or ends is None else (begins, ends)
    return Hours(zone, quiet, row.digest_minutes)
