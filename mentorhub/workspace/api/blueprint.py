"""What the notebook's API shares: the blueprint with its limits, and refusals as problems."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint
from flask_babel import gettext as _

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed
from mentorhub.web.api.callers import caller
from mentorhub.web.api.problems import Problem, invalid
from mentorhub.web.api.repeats import HEADER
from mentorhub.web.api.routes import BY_ADDRESS, BY_TOKEN, token_or_address
from mentorhub.web.limits import limiter
from mentorhub.workspace.forms.fields import LATEST
from mentorhub.workspace.forms.tags import why_not
from mentorhub.workspace.rules.conversations import NobodyLeft, TooManyParticipants
from mentorhub.workspace.rules.due_dates import AlreadyEnded, DayAhead, DayPast, NewerInTheWay
from mentorhub.workspace.rules.follow_ups import SameDay
from mentorhub.workspace.rules.imports import ImportStands
from mentorhub.workspace.rules.tags import (
    NotebookFull,
    TagExists,
    TagTooLong,
    TagUnreadable,
    TooManyTags,
)

blueprint = Blueprint("workspace_api", __name__, url_prefix="/api/v1")
limiter.limit(BY_ADDRESS)(blueprint)
limiter.limit(BY_TOKEN, key_func=token_or_address)(blueprint)

_OF_TAGS = (TooManyTags, NotebookFull, TagTooLong, TagUnreadable)


@contextmanager
def refusals(*, day: str = "on_date", people: str = "people", tags: str = "tags") -> Iterator[None]:
    """What an action refuses, as a problem: beside the field of that name, else 409 for what has moved on."""
    try:
        yield
    except DayAhead:
        raise invalid(
            **{day: _("This day is in the future. Choose today or an earlier one.")}
        ) from None
    except DayPast:
        raise invalid(**{day: _("This day has passed. Choose today or a later one.")}) from None
    except SameDay:
        raise invalid(**{day: _("It is set for that day already. Nothing was changed.")}) from None
    except NobodyLeft:
        raise invalid(**{people: _("Please name at least one person.")}) from None
    except TooManyParticipants:
        raise invalid(**{people: _("That is too much at once.")}) from None
    except _OF_TAGS as refusal:
        raise invalid(**{tags: why_not(refusal)}) from None
    except TagExists as refusal:
        said = _(
            "There is a tag “%(name)s” already. Send joins, and they become one.", name=refusal.name
        )
        raise Problem(409, said) from None
    except FormUsed:
        raise invalid(
            **{HEADER: _("This key came before with another request. Use a new one.")}
        ) from None
    except (ChangedElsewhere, AlreadyEnded, NewerInTheWay, ImportStands) as refusal:
        raise Problem(409, _moved_on(refusal)) from None


def check_ahead(field: str, day: dt.date | None, *, stored: dt.date | None = None) -> None:
    """Refuse a day that has passed or is more than ten years away, but for the one that is `stored`."""
    if day is None or day == stored:
        return
    if day < caller().today:
        raise invalid(**{field: _("This day has passed. Choose today or a later one.")})
    if day > caller().today + LATEST:
        raise invalid(**{field: _("That is more than ten years from now.")})


def _moved_on(refusal: Refusal) -> str:
    if isinstance(refusal, ChangedElsewhere):
        return str(
            _("It was changed at the same moment. Read it again, and send the change again.")
        )
    if isinstance(refusal, ImportStands):
        return str(_("This cannot be done with an import in this state. Nothing was changed."))
    if isinstance(refusal, NewerInTheWay):
        return str(_("This cannot be undone any more, since something newer was saved."))
    return str(_("That was closed before. Nothing was changed."))
