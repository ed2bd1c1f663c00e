"""Due work of the notebook: those of closed accounts are shown to nobody, and later erased."""

import logging
from collections.abc import Callable, Iterable

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM
from mentorhub.workspace.actions import closings as actions
from mentorhub.workspace.queries import closings

log = logging.getLogger(__name__)
BATCH = 100


def end_grants() -> int:
    """End what mentors may see of the notebooks of people who are closing; returns how many notebooks are left."""
    _each(closings.grants_to_end(viewer=SYSTEM, limit=BATCH), actions.end_grants)
    return len(closings.grants_to_end(viewer=SYSTEM, limit=BATCH))


def erase_notebooks() -> int:
    """Erase notebooks whose owner's grace is over; returns how many are left."""
    due = closings.due_notebooks(viewer=SYSTEM, now=clock.now(), limit=BATCH)
    _each(due, actions.erase_notebook)
    return len(closings.due_notebooks(viewer=SYSTEM, now=clock.now(), limit=BATCH))


def _each(ids: Iterable[int], act: Callable[[int], None]) -> None:
    for item in ids:
        try:
            act(item)
        except Exception:
            log.exception("%s failed for %s and goes on with the next", act.__name__, item)
