"""Somebody asked to be removed; and a kind word where they are written down again."""

import datetime as dt
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.web import filters
from mentorhub.workspace.actions import removals
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.removals import removed_on
from mentorhub.workspace.views.blueprint import blueprint


@blueprint.post("/people/<public_id>/removal")
@with_notebook
def remove_person(public_id: str) -> Any:
    """Erase a person who asked for it, at once and for good."""
    removals.remove_person(public_id, viewer=viewer())
    flash(_("Erased for good. An import will leave this person out."))
    return redirect(url_for("workspace.list_people"), 303)


def say_who_was_removed(public_id: str, *, before: dt.date | None = None) -> None:
    """After somebody was written down: that they asked to be removed, if they did. Their owner decides.

    `before` is what `removed_on` said before details were changed: whoever was kept knowingly is not spoken of again.
    """
    day = removed_on(public_id, viewer=viewer())
    if day is not None and before is None:
        flash(
            _(
                "Somebody with these details asked on %(day)s to be removed from your notebook. If this is the same "
                "person and they have not changed their mind, please delete them again.",
                day=filters.day(day),
            )
        )
