"""Periodic tasks: morning emails, imports, doubles, the index; bins and closed accounts' notebooks, later erased."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.outages import outage_of
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.workspace.actions import account_closing as actions
from mentorhub.workspace.actions import bin as bin_actions
from mentorhub.workspace.actions import doubles, import_steps, imports, indexing, mornings
from mentorhub.workspace.actions.photos import erase_photo
from mentorhub.workspace.queries import account_closing
from mentorhub.workspace.queries import bin as bin_queries
from mentorhub.workspace.queries import photos as photo_queries
from mentorhub.workspace.queries.doubles import notebooks_to_look_through
from mentorhub.workspace.queries.imports import imports_at_work, stale_imports
from mentorhub.workspace.queries.mornings import due_mornings
from mentorhub.workspace.queries.search import notebooks_to_index
from mentorhub.workspace.rules.imports import ImportState


def send_mornings() -> int:
    """Queue the morning emails that are due; returns how many users are left to look at."""
    return work_off(
        lambda: due_mornings(viewer=SYSTEM, now=clock.now(), limit=ALL), mornings.send_morning
    )


def end_grants() -> int:
    """End what mentors may see of the notebooks of people who are closing; returns how many notebooks are left."""
    return work_off(
        lambda: account_closing.grants_to_end(viewer=SYSTEM, limit=ALL), actions.end_grants
    )


def empty_bins() -> int:
    """Erase what has lain in somebody's bin for its time, and pictures that are gone; returns how many are left."""
    things = work_off(
        lambda: bin_queries.due_things(viewer=SYSTEM, now=clock.now(), limit=ALL),
        bin_actions.erase_due,
    )
    return things + work_off(
        lambda: photo_queries.due_photos(viewer=SYSTEM, now=clock.now(), limit=ALL), erase_photo
    )


def erase_notebooks() -> int:
    """Erase notebooks whose owner's grace period is over; returns how many are left."""
    return work_off(
        lambda: account_closing.due_notebooks(viewer=SYSTEM, now=clock.now(), limit=ALL),
        actions.erase_notebook,
    )


def run_imports() -> int:
    """Take imports on, a step at a time, and take back those of which something could not be written."""
    return work_off(lambda: imports_at_work(viewer=SYSTEM), _go_on)


def index_notebooks() -> int:
    """Index notebooks that were there before the index; returns how many are left."""
    return work_off(
        lambda: notebooks_to_index(viewer=SYSTEM), lambda item: indexing.index_some(item[0])
    )


def forget_imports() -> int:
    """Drop the files and rows of imports that were kept long enough; returns how many are left."""
    return work_off(lambda: stale_imports(viewer=SYSTEM, now=clock.now()), imports.forget_import)


def find_doubles() -> int:
    """Look through notebooks in which something was written for people who are there twice; returns how many wait."""
    return work_off(
        lambda: notebooks_to_look_through(viewer=SYSTEM, now=clock.now()), doubles.find_doubles
    )


def _go_on(item: tuple[int, ImportState, int]) -> None:
    import_id, _state, _done = item
    try:
        import_steps.go_on(import_id)
    except Exception as error:
        if not outage_of(error):
            import_steps.fail_import(import_id)
        raise
