"""Whose morning email goes when: one row for each owner of a notebook, found by the moment it is due."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.database.tables import Id, Model
from mentorhub.mail.morning_hours import MORNING, Last, MorningHours
from mentorhub.mail.preferences import MailHours, hours_of
from mentorhub.mail.quiet_hours import DAY_MINUTES, Hours


class MailMorning(Model):
    """The time of a user's morning email, in minutes after midnight in their zone, and the last one that was sent.

    `due_at` is when to look next whether there is something to say. Each change of the time, the quiet hours or the
    zone plans it anew (`plan`), and so does each look.
    """

    __tablename__ = "mail_morning"
    __table_args__ = (
        CheckConstraint(
            f"minutes BETWEEN 0 AND {DAY_MINUTES - 1}", name="morning_is_a_time_of_a_day"
        ),
        CheckConstraint("(last_on IS NULL) = (last_at IS NULL)", name="last_day_iff_its_moment"),
        CheckConstraint("last_at IS NULL OR due_at > last_at", name="due_after_the_last"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"), unique=True)
    minutes: Mapped[int] = mapped_column(default=MORNING)
    has_weekends: Mapped[bool] = mapped_column(default=True)
    due_at: Mapped[dt.datetime] = mapped_column(index=True)
    last_on: Mapped[dt.date | None]
    last_at: Mapped[dt.datetime | None]

    @property
    def last(self) -> Last | None:
        """The one that was sent last; None before the first."""
        if self.last_on is None or self.last_at is None:
            return None
        return Last(self.last_on, self.last_at)

    def in_hours(self, hours: Hours) -> MorningHours:
        """Its time, for a reader with these hours."""
        return MorningHours(self.minutes, self.has_weekends, hours)

    def plan(self, hours: Hours, now: dt.datetime) -> None:
        """Look again at the next moment after `now`."""
        self.due_at = self.in_hours(hours).next_at(now, last=self.last)

    def mark_sent(self, day: dt.date, now: dt.datetime) -> None:
        """This day's has been queued; the caller plans the next."""
        self.last_on, self.last_at = day, now


def begin_morning(session: Session, user_id: int, *, zone: str, now: dt.datetime) -> None:
    """A morning email for whoever has just opened a notebook, at the usual time in their IANA zone."""
    session.add(MailMorning(user_id=user_id, minutes=MORNING, has_weekends=True, due_at=now))
    session.flush()
    plan_morning(session, user_id, zone=zone, now=now)


def plan_morning(
    session: Session, user_id: int, *, zone: str, now: dt.datetime
) -> MailMorning | None:
    """Plan a user's next one anew, after a change of their hours or zone; None where they have none.

    In the caller's transaction; the row is locked until its end.
    """
    asked = select(MailMorning).where(MailMorning.user_id == user_id)
    morning = session.scalar(asked.with_for_update(key_share=True))
    if morning is not None:
        hours = session.scalar(select(MailHours).where(MailHours.user_id == user_id))
        morning.plan(hours_of(hours, zone=zone), now)
    return morning
