"""Periodic tasks: notebooks of closed accounts are hidden from mentors, and later erased; so is what lies in bins."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.workspace.actions import account_closing as actions
from mentorhub.workspace.actions import bin as bin_actions
from mentorhub.workspace.queries import account_closing
from mentorhub.workspace.queries import bin as bin_queries


def end_grants() -> int:
    """End what mentors may see of the notebooks of people who are closing; returns how many notebooks are left."""
    return work_off(
        lambda: account_closing.grants_to_end(viewer=SYSTEM, limit=ALL), actions.end_grants
    )


def empty_bins() -> int:
    """Erase what has lain in somebody's bin for its time; returns how many things are left."""
    return work_off(
        lambda: bin_queries.due_things(viewer=SYSTEM, now=clock.now(), limit=ALL),
        bin_actions.erase_due,
    )


def erase_notebooks() -> int:
    """Erase notebooks whose owner's grace period is over; returns how many are left."""
    return work_off(
        lambda: account_closing.due_notebooks(viewer=SYSTEM, now=clock.now(), limit=ALL),
        actions.erase_notebook,
    )
