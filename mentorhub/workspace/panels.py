"""What the workspace offers to slots: what becomes of the notebook when an account is closed."""

from flask import current_app, render_template, url_for

from mentorhub.accounts import queries as accounts
from mentorhub.accounts.rules import Consequence, erased_from
from mentorhub.foundation import clock
from mentorhub.foundation.database import USER
from mentorhub.workspace import queries

EXPORT = (
    "accounts.show_data"  # the page on which a person takes away what is theirs, where there is one
)


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:
    """The slot `closing_account`: the notebook stays for the grace, unseen by others; None where there is none."""
    viewer = USER(user_id)
    if not queries.has_workspace(viewer=viewer):
        return None
    since = accounts.closing_at(viewer=viewer) or clock.now()
    html = render_template(
        "workspace/closing_account.html",
        until=erased_from(since),
        is_closing=is_closing,
        is_shared=queries.was_shared(viewer=viewer),
        export=url_for(EXPORT) if is_closing and EXPORT in current_app.view_functions else "",
    )
    return Consequence(html)
