"""Mornings in tests: a clock that is moved to them, what a worker sends, and somebody who is due."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.mail.kinds import Topic
from mentorhub.mail.morning_hours import MorningChoice
from mentorhub.mail.outbox import OutboxMail
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.reminders import reminder_token
from mentorhub.workspace.rules.mornings import MORNING
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import notebooks
from tests.support.stripe_client import StripeClient

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


def reminder(follow_up_id: str) -> str:
    """The token that an email of now would have for this follow-up."""
    with transaction(viewer=SYSTEM) as session:
        asked = select(FollowUp, User).join(Workspace, Workspace.id == FollowUp.workspace_id)
        found = asked.join(User, User.id == Workspace.user_id)
        planned, owner = session.execute(found.where(FollowUp.public_id == follow_up_id)).one()
        return reminder_token(planned, owner, until=clock.now() + DAY)


def choose(viewer: Viewer, *, wanted: set[Topic]) -> None:
    """These topics, at half past seven."""
    quiet = (22 * 60, 7 * 60)
    choose_messages(viewer=viewer, wanted=wanted, quiet=quiet, digest=None, morning=CHOICE)


def seven_missed(_: StripeClient) -> tuple[Counter[str], Callable[[], None]]:
    """Seven mornings pass, at midnight so that the day's has come whenever this runs; the last one's is sent."""
    viewer = notebooks.notebook()
    due(viewer)
    midnight = MorningChoice(0, has_weekends=True)
    choose_messages(viewer=viewer, wanted=set(Topic), quiet=None, digest=None, morning=midnight)

    def of_today() -> None:
        assert only()["today"] == notebooks.today()

    return Counter({MORNING: 1}), of_today


PLANS = {"mornings": seven_missed}
