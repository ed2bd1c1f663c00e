"""The buttons of the panel's connected accounts: what a review comes to, and how an account ends or leaves."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import account_control, panel
from mentorhub.stripe_sandbox.account_states import STATUSES
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import refuse_other_forms, this_sandbox

blueprint = Blueprint("panel_accounts", __name__, url_prefix="/_sandbox/panel/accounts")
blueprint.before_request(refuse_other_forms)
ENDS = {
    "onboarded": {"onboarded": True},
    "closed": {"closed": True},
    "disconnected": {"disconnected": True},
    "connected": {"disconnected": False},
}


@blueprint.errorhandler(ApiError)
def show_mistake(error: ApiError) -> ResponseReturnValue:
    """The panel again, with the message."""
    return panel.page(place="accounts", error=error, typed=request.form)


@blueprint.post("/<account_id>/card_payments")
def set_card_payments(account_id: str) -> ResponseReturnValue:
    """What a review comes to; a restriction says what is wrong."""
    status = request.form.get("status", "")
    if status not in STATUSES:
        raise ApiError("Choose a status.", param="status")
    given = {"card_payments": status, "error": request.form.get("error", "").strip()[:300]}
    return _changed(account_id, given)


@blueprint.post("/<account_id>/state")
def move_account(account_id: str) -> ResponseReturnValue:
    """Finish the onboarding, close the account, end the platform's access, or give it again."""
    to = request.form.get("to", "")
    if to not in ENDS:
        raise ApiError("Choose what happens.", param="to")
    return _changed(account_id, dict(ENDS[to]))


def _changed(account_id: str, given: dict[str, Any]) -> ResponseReturnValue:
    with this_sandbox().calling(base_url=request.host_url.rstrip("/")) as call:
        account_control.change(call, account_id, given)
    return redirect("/_sandbox#accounts", code=303)
