"""What payments offers to slots: which records stay when an account is closed."""

from flask import render_template

from mentorhub.accounts.rules.closing import Consequence


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:  # noqa: ARG001 - the same for everybody
    """The slot `closing_account`: payments stay, without a name; None once it is being closed."""
    if not is_closing:
        return None
    return Consequence(render_template("payments/closing_account.html"))
