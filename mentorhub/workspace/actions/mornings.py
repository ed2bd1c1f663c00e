"""The morning email of one notebook's owner: looked at when it is due, and sent where there is something to say."""

import datetime as dt

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.kinds import Topic
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.preferences import Preferences, preferences_of
from mentorhub.workspace.emails import queue_morning
from mentorhub.workspace.queries.mornings import morning
from mentorhub.workspace.rules.mornings import Morning


def send_morning(user_id: int) -> None:
    """Queue today's email for this user, if it is due and says something; plan when to look next.

    What it says is read before the transaction, which is short: on SQLite all others wait for it. Whoever is slower
    than another worker, or than a change of the hours, does nothing.
    """
    now = clock.now()
    preferences = preferences_of([user_id])[user_id]
    with reading(viewer=SYSTEM) as session:
        row = session.scalars(select(MailMorning).where(MailMorning.user_id == user_id)).one()
        due_at = row.due_at
        day = row.in_hours(preferences.hours).due_day(now, last=row.last)
    found = _to_say(user_id, preferences, now) if day else None
    with transaction(viewer=SYSTEM) as session:
        locked = select(MailMorning).where(MailMorning.user_id == user_id)
        row = session.scalars(locked.with_for_update(key_share=True)).one()
        if row.due_at != due_at:
            return
        if day and found:
            queue_morning(session, found, now=now)
            row.mark_sent(day, now)
        row.plan(preferences.hours, now)


def _to_say(user_id: int, preferences: Preferences, now: dt.datetime) -> Morning | None:
    """What there is to say; None where that is nothing, or not wanted, or there is no notebook."""
    wanted = set(Topic) - preferences.unwanted
    if Topic.MORNING not in wanted:
        return None
    try:
        found = morning(viewer=USER(user_id), now=now, wanted=wanted)
    except NotFound:
        return None
    return found if found and found.is_worth_sending else None
