"""Which emails people want and when: two tables, and the extension that gives the preferences of readers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation import links
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.tables import Id, Model
from mentorhub.mail.kinds import Topic
from mentorhub.mail.quiet_hours import DAY_MINUTES, Hours

EXTENSION = "mail_preferences"
PURPOSE = "unsubscribe"
_A_MINUTE = f"BETWEEN 0 AND {DAY_MINUTES - 1}"


class MailPreference(Model):
    """Whether a user wants emails on a topic; without a row they get them."""

    __tablename__ = "mail_preference"
    __table_args__ = (
        UniqueConstraint("user_id", "topic", name="one_mail_preference_per_user_and_topic"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    topic: Mapped[str] = mapped_column(String(30))
    is_wanted: Mapped[bool]


class MailHours(Model):
    """A user's quiet hours and the one hour of the day for optional mail, in minutes after midnight in their zone.

    Without a row the usual quiet hours hold; null where the user wants none.
    """

    __tablename__ = "mail_hours"
    __table_args__ = (
        CheckConstraint(
            f"quiet_from_minutes {_A_MINUTE} AND quiet_until_minutes {_A_MINUTE} "
            "AND quiet_from_minutes <> quiet_until_minutes",
            name="quiet_hours_are_two_times_of_a_day",
        ),
        CheckConstraint(
            "(quiet_from_minutes IS NULL) = (quiet_until_minutes IS NULL)",
            name="quiet_hours_have_both_ends",
        ),
        CheckConstraint(f"digest_minutes {_A_MINUTE}", name="digest_hour_is_a_time_of_a_day"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"), unique=True)
    quiet_from_minutes: Mapped[int | None]
    quiet_until_minutes: Mapped[int | None]
    digest_minutes: Mapped[int | None]


def hours_of(row: MailHours | None, *, zone: str) -> Hours:
    """The hours of a reader in this IANA zone; None is a reader who never chose any."""
    if row is None:
        return Hours(zone)
    begins, ends = row.quiet_from_minutes, row.quiet_until_minutes
    quiet = None if begins is None or ends is None else (begins, ends)
    return Hours(zone, quiet, row.digest_minutes)


@dataclass(frozen=True)
class Preferences:
    """What one reader wants: topics they have switched off, their hours, and their public id for links."""

    public_id: str
    hours: Hours
    unwanted: frozenset[str]


PreferencesOf = Callable[[Collection[int]], Mapping[int, Preferences]]


def preferences_of(user_ids: Collection[int]) -> Mapping[int, Preferences]:
    """Of each of these users that there is; one statement or two for any number of them."""
    ask: PreferencesOf = extension(EXTENSION)
    return ask(user_ids) if user_ids else {}


def unsubscribe_path(public_id: str, topic: Topic) -> str:
    """The page that switches a topic off for a user, without signing in. It never expires: old mails have it, too."""
    return f"/messages/unsubscriptions/{links.sign(f'{topic}.{public_id}', 0, purpose=PURPOSE)}"


def unsubscription_in(token: str) -> tuple[str, Topic] | None:
    """(the user's public id, topic) of a token of ours; None for anything else."""
    opened = links.opened(token, purpose=PURPOSE)
    topic, _, public_id = opened[0].partition(".") if opened else ("", "", "")
    return (public_id, Topic(topic)) if topic in set(Topic) else None
