"""Periodic tasks: notebooks of closed accounts are hidden from mentors, and later erased."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.workspace.actions import account_closing as actions
from mentorhub.workspace.queries import account_closing


def end_grants() -> int:
    """End what mentors may see of the notebooks of people who are closing; returns how many notebooks are left."""
    return work_off(
        lambda: account_closing.grants_to_end(viewer=SYSTEM, limit=ALL), actions.end_grants
    )


def erase_notebooks() -> int:
    """Erase notebooks whose owner's grace period is over; returns how many are left."""
    return work_off(
        lambda: account_closing.due_notebooks(viewer=SYSTEM, now=clock.now(), limit=ALL),
        actions.erase_notebook,
    )
