"""Who may open the notebook's pages: its owner. What is in it is then read on the owner's behalf only."""

import functools
from collections.abc import Callable
from typing import Any

from flask import redirect, url_for

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.workspace.queries.notebook import has_workspace, refuse_stranger


def with_notebook(view: Callable[..., Any]) -> Callable[..., Any]:
    """Signed in, with a notebook; whoever has none yet is led to where it is opened."""

    @functools.wraps(view)
    def guarded_view(**arguments: Any) -> Any:
        if not has_workspace(viewer=viewer()):
            return redirect(url_for("workspace.show_workspace"), 303)
        return view(**arguments)

    guarded = signed_in(guarded_view)
    guarded.guard = "with_notebook"  # type: ignore[attr-defined]
    return guarded


def may_open_notebook(view: Callable[..., Any]) -> Callable[..., Any]:
    """Signed in, and either has a notebook or has or had an enrolled seat; anybody else gets 404."""

    @functools.wraps(view)
    def guarded_view(**arguments: Any) -> Any:
        refuse_stranger(viewer=viewer())
        return view(**arguments)

    guarded = signed_in(guarded_view)
    guarded.guard = "may_open_notebook"  # type: ignore[attr-defined]
    return guarded
