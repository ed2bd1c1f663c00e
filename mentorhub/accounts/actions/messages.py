"""Which mails a person wants and when: chosen on their own page, or ended from a mail without signing in."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.kinds import MORNING_PARTS, Topic
from mentorhub.mail.morning_hours import MorningChoice
from mentorhub.mail.mornings import plan_morning
from mentorhub.mail.preferences import MailHours, MailPreference, hours_of, unsubscription_in

MORNING_TOPICS = (Topic.MORNING, *MORNING_PARTS)


def choose_messages(
    *,
    viewer: Viewer,
    wanted: Collection[Topic],
    quiet: tuple[int, int] | None,
    digest: int | None,
    morning: MorningChoice | None = None,
) -> None:
    """Store what the viewer chose: topics, quiet hours (or none) and one hour of the day (or none).

    Hours are minutes after midnight in the viewer's zone. Emails that wait follow it within the hour. Without a choice
    about the morning email, that and its topics stay as they are.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        user = _locked(session, User.id == viewer.id)
        for topic in Topic:
            if morning or topic not in MORNING_TOPICS:
                _prefer(session, user, topic, is_wanted=topic in wanted)
        hours = session.scalar(select(MailHours).where(MailHours.user_id == user.id))
        if hours is None:
            hours = MailHours(user_id=user.id)
            session.add(hours)
        hours.quiet_from_minutes, hours.quiet_until_minutes = quiet or (None, None)
        hours.digest_minutes = digest
        session.flush()
        planned = plan_morning(session, user.id, zone=user.timezone, now=now)
        if planned and morning:
            planned.minutes, planned.has_weekends = morning.minutes, morning.has_weekends
            planned.plan(hours_of(hours, zone=user.timezone), now)


def end_topic(token: str) -> Topic:
    """Unsubscribe the receiver of a mail from its topic, any number of times. Raises `NotFound` for a foreign token."""
    opened = unsubscription_in(token)
    if opened is None:
        raise NotFound
    public_id, topic = opened
    with transaction(viewer=PUBLIC) as session:
        user = _locked(session, User.public_id == public_id)
        _prefer(session, user, topic, is_wanted=False)
    return topic


def _locked(session: Session, who: ColumnElement[bool]) -> User:
    """The user, locked, so that two changes sent at once are applied one after the other."""
    user: User | None = session.scalar(select(User).where(who).with_for_update(key_share=True))
    if user is None:
        raise NotFound
    return user


def _prefer(session: Session, user: User, topic: Topic, *, is_wanted: bool) -> None:
    row = session.scalar(
        select(MailPreference).where(
            MailPreference.user_id == user.id, MailPreference.topic == topic.value
        )
    )
    if row is None:
        row = MailPreference(user_id=user.id, topic=topic.value)
        session.add(row)
    row.is_wanted = is_wanted
