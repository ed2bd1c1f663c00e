"""The hosted page that an account link leads to: what Stripe still asks for, in plain HTML."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import account_links, account_states
from mentorhub.stripe_sandbox.account_access import is_ready
from mentorhub.stripe_sandbox.given import refuse_other_sites, this_sandbox
from mentorhub.stripe_sandbox.hosted import framed
from mentorhub.stripe_sandbox.store import Doc

blueprint = Blueprint("onboarding_page", __name__, url_prefix="/connect")
blueprint.before_request(refuse_other_sites)
LABELS = {
    "identity.entity_type": "Whether you are a person or a company",
    "identity.individual.given_name": "Your first name",
    "identity.individual.surname": "Your last name",
    "identity.individual.date_of_birth": "Your date of birth",
    "identity.individual.address": "Your home address",
    "identity.individual.phone": "Your phone number",
    "configuration.merchant.mcc": "Your line of business",
    "defaults.profile.product_description": "What you sell",
    "external_account": "The bank account that you are paid to",
    "identity.attestations.terms_of_service.account": "Stripe’s terms of service",
    account_states.DOCUMENT: "A photo of your identity document",
}


@blueprint.get("/<token>")
def follow_link(token: str) -> ResponseReturnValue:
    """Use the link up and go to its page; one that was used or has expired leads to where a new one is made."""
    with this_sandbox().calling(base_url=request.host_url.rstrip("/")) as call:
        stored = account_links.find(call, token)
        if stored is None:
            return _message("unknown_link", status=404)
        address = account_links.visit(call, stored) or account_links.refresh_address(stored)
    return redirect(address, code=303)


@blueprint.get("/setup/<visitor>")
def show_onboarding_page(visitor: str) -> ResponseReturnValue:
    """What is missing, and the two ways on."""
    with this_sandbox().calling() as call:
        stored = account_links.visited(call, visitor)
        if stored is None:
            return _message("unknown_link", status=404)
        account = account_states.existing(call, stored["link"]["account"])
        return _page(account, stored)


@blueprint.post("/setup/<visitor>")
def finish_onboarding(visitor: str) -> ResponseReturnValue:
    """Fill in everything with test data, or leave it for later; either way the visitor goes back."""
    with this_sandbox().calling(base_url=request.host_url.rstrip("/")) as call:
        stored = account_links.visited(call, visitor)
        if stored is None:
            return _message("unknown_link", status=404)
        account = account_states.existing(call, stored["link"]["account"])
        if _is_out_of_reach(account):
            return _page(account, stored)
        if request.form.get("answer") == "fill" and not is_ready(account):
            account_states.onboard(call, account)
        address = account_links.leave(call, stored)
    return redirect(address, code=303) if address else _message("left_link")


def _page(account: Doc, stored: Doc) -> ResponseReturnValue:
    if _is_out_of_reach(account):
        return _message("closed_account", status=410)
    use_case = stored["link"]["use_case"]
    page = render_template(
        "stripe_sandbox/show_onboarding_page.html",
        name=account["display_name"] or account["id"],
        account=account,
        is_ready=is_ready(account),
        missing=[_requirement(entry) for entry in account["requirements"]["entries"]],
    )
    return framed(page, leads_to=use_case[use_case["type"]]["return_url"])


def _is_out_of_reach(account: Doc) -> bool:
    return bool(account["closed"] or account["_private"]["is_disconnected"])


def _requirement(entry: Doc) -> Doc:
    """A requirement in words, with what is wrong with what was given."""
    return {
        "label": LABELS.get(entry["description"], entry["description"]),
        "errors": [error["description"] for error in entry["errors"]],
        "is_ours": entry["awaiting_action_from"] == "stripe",
    }


def _message(kind: str, *, status: int = 200) -> ResponseReturnValue:
    page = render_template("stripe_sandbox/show_message.html", kind=kind, way_on=None)
    return framed(page, leads_to=None, status=status)
