"""Before optional emails are written: whether their reader wants them, and whether it is a quiet hour."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.wall_times import on_the_wall
from mentorhub.mail.claims import change, untouched
from mentorhub.mail.kinds import Topic, is_of_its_day, topic_of
from mentorhub.mail.message import OutgoingMail
from mentorhub.mail.preferences import Preferences, preferences_of, unsubscribe_path
from mentorhub.mail.quiet_hours import goes_at

log = logging.getLogger(__name__)
# A waiting email is checked again: its reader may have moved, or changed their mind.
CHECKED_AGAIN = dt.timedelta(hours=1)


def filtered(mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """Those that may go now. An optional one is skipped where it is not wanted, and waits in quiet hours."""
    mails = list(mails)
    readers = {mail.user_id for mail in mails if topic_of(mail.kind) and mail.user_id}
    preferences = preferences_of(readers)
    filtered_mails = (_filtered(mail, preferences) for mail in mails)
    return [mail for mail in filtered_mails if mail is not None]


def must_wait(mail: OutgoingMail) -> bool:
    """Whether the reader's quiet hours have begun since it was filtered; if so, it waits for their end."""
    if mail.hours is None:
        return False
    now = clock.now()
    until = goes_at(mail.created_at, hours=mail.hours, now=now)
    if until > now:
        _hold(mail, until=until, now=now)
    return until > now


def _filtered(mail: OutgoingMail, preferences: Mapping[int, Preferences]) -> OutgoingMail | None:
    topic = topic_of(mail.kind)
    if topic is None:
        return mail
    reader = preferences.get(mail.user_id or 0)
    if reader is None or topic in reader.unwanted or _is_outdated(mail):
        _skip(mail)
        return None
    mail = _optional(mail, topic, reader)
    return None if must_wait(mail) else mail


def _optional(mail: OutgoingMail, topic: Topic, reader: Preferences) -> OutgoingMail:
    way_out = links.absolute(unsubscribe_path(reader.public_id, topic))
    hours = replace(reader.hours, digest=None) if is_of_its_day(mail.kind) else reader.hours
    return replace(mail, hours=hours, unsubscribe=way_out)


def _is_outdated(mail: OutgoingMail) -> bool:
    """Whether it speaks of a day that is over for its reader, as after days without a mail server."""
    if not is_of_its_day(mail.kind):
        return False
    day = on_the_wall(mail.created_at, zone=mail.zone).date()
    return on_the_wall(clock.now(), zone=mail.zone).date() != day


def _skip(mail: OutgoingMail) -> None:
    log.info("mail %s is not wanted, or not any more", mail.message_id)
    with transaction(viewer=SYSTEM) as session:
        change(session, mail, skipped_at=clock.now(), **untouched(mail))


def _hold(mail: OutgoingMail, *, until: dt.datetime, now: dt.datetime) -> None:
    with transaction(viewer=SYSTEM) as session:
        change(session, mail, due_at=min(until, now + CHECKED_AGAIN), **untouched(mail))
