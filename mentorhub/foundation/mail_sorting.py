"""Before optional letters are written: whether their reader wants them, and whether the hour is theirs."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mentorhub.foundation import clock, links
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.foundation.mail_hours import goes_at
from mentorhub.foundation.mail_kinds import Topic, topic_of
from mentorhub.foundation.mail_leases import change, untouched
from mentorhub.foundation.mail_letters import Letter
from mentorhub.foundation.mail_wishes import Wishes, unsubscribe_path, wishes_of

log = logging.getLogger(__name__)
LOOKED_AGAIN = dt.timedelta(
    hours=1
)  # a waiting letter: its reader may have moved, or changed their mind


def sorted_out(letters: Iterable[Letter]) -> list[Letter]:
    """Those that may go now. An optional one is left out where it is not wanted, and waits in quiet hours."""
    letters = list(letters)
    readers = {letter.user_id for letter in letters if topic_of(letter.kind) and letter.user_id}
    wishes = wishes_of(readers)
    sorted_letters = (_sorted(letter, wishes) for letter in letters)
    return [letter for letter in sorted_letters if letter is not None]


def must_wait(letter: Letter) -> bool:
    """Whether the reader's quiet hours have begun since it was sorted; if so, it waits for their end."""
    if letter.hours is None:
        return False
    now = clock.now()
    until = goes_at(letter.created_at, hours=letter.hours, now=now)
    if until > now:
        _hold(letter, until=until, now=now)
    return until > now


def _sorted(letter: Letter, wishes: Mapping[int, Wishes]) -> Letter | None:
    topic = topic_of(letter.kind)
    if topic is None:
        return letter
    reader = wishes.get(letter.user_id or 0)
    if reader is None or topic in reader.unwanted:
        _leave_out(letter)
        return None
    letter = _optional(letter, topic, reader)
    return None if must_wait(letter) else letter


def _optional(letter: Letter, topic: Topic, reader: Wishes) -> Letter:
    way_out = links.absolute(unsubscribe_path(reader.public_id, topic))
    return replace(letter, hours=reader.hours, unsubscribe=way_out)


def _leave_out(letter: Letter) -> None:
    log.info("mail %s is not wanted", letter.message_id)
    with transaction(viewer=SYSTEM) as session:
        change(session, letter, left_out_at=clock.now(), **untouched(letter))


def _hold(letter: Letter, *, until: dt.datetime, now: dt.datetime) -> None:
    with transaction(viewer=SYSTEM) as session:
        change(session, letter, due_at=min(until, now + LOOKED_AGAIN), **untouched(letter))
