"""The invariants of morning emails, each a query that returns offenders (public ids)."""

from collections.abc import Callable

from sqlalchemy import exists, func, literal, or_, select

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.outbox import OutboxMail
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.mornings import MORNING, MORNING_KEY

DAY = "YYYY-MM-DD"


def every_morning_email_is_the_one_of_its_readers_day(*, viewer: Viewer) -> list[str]:
    """Each is queued under its reader and a day, of which there is one: under another key a second one would pass."""
    begins = literal(f"{MORNING_KEY} ") + User.public_id + " "
    key = OutboxMail.fact_key
    wrong = or_(
        key.is_(None),
        func.substr(key, 1, func.length(begins)) != begins,
        func.length(key) != func.length(begins) + len(DAY),
    )
    with reading(viewer=viewer) as session:
        asked = select(OutboxMail.public_id).join(User, User.id == OutboxMail.user_id)
        return list(session.scalars(asked.where(OutboxMail.kind == MORNING, wrong)))


def every_notebook_has_the_time_of_its_morning_email(*, viewer: Viewer) -> list[str]:
    """Notebooks whose owner is looked up on no morning."""
    planned = exists().where(MailMorning.user_id == Workspace.user_id)
    with reading(viewer=viewer) as session:
        asked = select(Workspace.public_id).join(User, User.id == Workspace.user_id)
        return list(session.scalars(asked.where(~planned, User.erased_at.is_(None))))


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    every_morning_email_is_the_one_of_its_readers_day,
    every_notebook_has_the_time_of_its_morning_email,
)
