"""Who has access: owners of a practice; any other signed-in user gets 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from mentorhub.accounts.guards import signed_in, viewer, with_factor
from mentorhub.foundation.errors import NotFound
from mentorhub.operations.queries import owns_a_practice


def of_the_operator(view: Callable[..., Any]) -> Callable[..., Any]:
    """Signed in, `with_factor`, and owner of a practice; else sign-in or 404."""
    shown = with_factor(view)

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if not owns_a_practice(viewer=viewer()):
            raise NotFound
        return shown(*args, **kwargs)

    guarded: Callable[..., Any] = signed_in(wrapper)
    guarded.guard = "of_the_operator"  # type: ignore[attr-defined]
    return guarded
