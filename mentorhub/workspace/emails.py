"""The morning email: whom to get in touch with and why, what is due, and two links for each, which need no password."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox
from mentorhub.mail.kinds import Kind, Topic, Weight
from mentorhub.workspace.rules.mornings import MORNING, Morning, morning_key

KINDS = (Kind(MORNING, Weight.OPTIONAL, _l("What the day holds"), Topic.MORNING, of_its_day=True),)
NAMED = 2  # people in a subject


def queue_morning(session: Session, morning: Morning, *, now: dt.datetime) -> None:
    """To the notebook's owner alone: what today holds; once a day."""
    reader = morning.reader
    with outbox.written_for(reader.locale, reader.zone):
        subject = _subject(morning)
    said = {name: getattr(morning, name) for name in ("today", "more_people", "more_promises")}
    outbox.queue(
        session,
        "workspace/emails/morning",
        to_name=reader.name,
        to_address=reader.address,
        subject=subject,
        locale=reader.locale,
        zone=reader.zone,
        now=now,
        user_id=reader.user_id,
        fact_key=morning_key(reader.public_id, morning.today),
        people=list(morning.people),
        promises=list(morning.promises),
        days=list(morning.days),
        more_days=morning.more_days,
        check_ins=_check_ins(morning),
        url=links.absolute("/today"),
        **said,
    )


def _check_ins(morning: Morning) -> list[dict[str, Any]]:
    found = morning.check_in
    return [{**asdict(found), "url": links.absolute(found.path)}] if found else []


def _subject(morning: Morning) -> str:
    """What is in it, the most pressing first."""
    names = list(dict.fromkeys(isolated(one["name"]) for one in morning.people))
    if names:
        return _names(names, more=len(names[NAMED:]) + morning.more_people)
    if morning.promises:
        count = len(morning.promises) + morning.more_promises
        return ngettext("One promise for today", "%(num)s promises for today", count)
    if morning.days:
        day = morning.days[0]
        words = {"name": isolated(day["name"]), "when": _when(day["on"], morning.today)}
        if day["is_birthday"]:
            return _("Birthday %(when)s: %(name)s", **words)
        return _("%(what)s %(when)s: %(name)s", what=isolated(day["label"]), **words)
    return _("Your check-in of this week")


def _when(day: dt.date, today: dt.date) -> str:
    near = {0: _("today"), 1: _("tomorrow")}
    on = near.get((day - today).days)
    return on or _("on %(weekday)s", weekday=format_date(day, "EEEE"))


def _names(names: list[str], *, more: int) -> str:
    first, *others = names[:NAMED]
    if not others:
        if not more:
            return _("%(name)s today", name=first)
        return ngettext(
            "%(name)s and one more today", "%(name)s and %(num)s more today", more, name=first
        )
    both = {"name": first, "other": others[0]}
    if not more:
        return _("%(name)s and %(other)s today", **both)
    return ngettext(
        "%(name)s, %(other)s and one more today",
        "%(name)s, %(other)s and %(num)s more today",
        more,
        **both,
    )
