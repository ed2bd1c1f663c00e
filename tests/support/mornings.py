"""Mornings in tests: a clock that is moved to them, what a worker sends, and somebody who is due."""

import datetime as dt
from typing import Any

from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.mail.kinds import Topic
from mentorhub.mail.morning_hours import MorningChoice
from mentorhub.mail.outbox import OutboxMail
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.rules.mornings import MORNING
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import notebooks

DAY = dt.timedelta(days=1)
CHOICE = MorningChoice(7 * 60 + 30, has_weekends=True)


def at(hour: int, minute: int = 0) -> None:
    """Move the clock on to this time of the next day, UTC, which is these users' zone."""
    on = (clock.now() + DAY).replace(hour=hour, minute=minute, second=1)
    clock.advance(on - clock.now())


def mails() -> list[OutboxMail]:
    """Every morning email there is."""
    return [mail for mail in notebooks.stored(OutboxMail) if mail.kind == MORNING]


def only() -> dict[str, Any]:
    """What the one email says."""
    (mail,) = mails()
    return mail.context


def due(viewer: Viewer, name: str = "Tomáš") -> str:
    """The public id of somebody to reach by their rhythm, to whom a promise is due, too."""
    who = notebooks.person(viewer, name, tier=Tier.INNER)
    notebooks.talked(viewer, who, 30)
    add_promise(who, viewer=viewer, what="Write", due_on=notebooks.today())
    return who


def choose(viewer: Viewer, *, wanted: set[Topic]) -> None:
    """These topics, at half past seven."""
    quiet = (22 * 60, 7 * 60)
    choose_messages(viewer=viewer, wanted=wanted, quiet=quiet, digest=None, morning=CHOICE)
