"""Access to a practice's own pages about its programmes: for its owner and its mentors."""

import functools
from collections.abc import Callable
from typing import Any

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.programs.queries.cohorts import offered_cohort
from mentorhub.programs.queries.editing import offered_program


def by_program(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `program_id`, where the viewer may offer it; else sign-in or 404."""

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return view(offered_program(public_id, viewer=viewer()), **arguments)

    entered = signed_in(guarded)
    entered.guard = "by_program"  # type: ignore[attr-defined]
    return entered


def by_cohort(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `cohort_id`, where the viewer may change it; else sign-in or 404."""

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return view(offered_cohort(public_id, viewer=viewer()), **arguments)

    entered = signed_in(guarded)
    entered.guard = "by_cohort"  # type: ignore[attr-defined]
    return entered
