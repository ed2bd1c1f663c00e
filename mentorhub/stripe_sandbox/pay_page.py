"""The hosted pay page and its challenge, in plain HTML. Paying itself is in `paying.py`."""

from contextlib import AbstractContextManager

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import pay_form, paying, payment_methods, promotions
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.cards import CARDS
from mentorhub.stripe_sandbox.checkouts import save
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.hosted import framed
from mentorhub.stripe_sandbox.money import display
from mentorhub.stripe_sandbox.pay_form import PayForm
from mentorhub.stripe_sandbox.sandbox import Sandbox
from mentorhub.stripe_sandbox.store import Doc

blueprint = Blueprint("pay_page", __name__)


@blueprint.get("/c/pay/<checkout_id>")
def show_pay_page(checkout_id: str) -> ResponseReturnValue:
    """The form of an open checkout, or what became of it."""
    with _calling("checkout.session", checkout_id) as call:
        checkout = _find(call, "checkout.session", checkout_id)
        if checkout is None:
            return _message("unknown", None, status=404)
        if checkout["status"] != "open":
            return _closed(checkout)
        return _pay_page(call, checkout, form=pay_form.blank(checkout))


@blueprint.post("/c/pay/<checkout_id>")
def pay_checkout(checkout_id: str) -> ResponseReturnValue:
    """Pay; a second submit finds the checkout complete and is sent on, so it charges once."""
    with _calling("checkout.session", checkout_id) as call:
        checkout = _find(call, "checkout.session", checkout_id)
        if checkout is None:
            return _message("unknown", None, status=404)
        if checkout["status"] == "open":
            form = pay_form.read(request.form, checkout=checkout, now=call.now)
            refused = _pay(call, checkout, form=form)
            if refused is not None:
                return refused
        elif checkout["status"] == "expired":
            return _closed(checkout)
    return _leave(checkout)


@blueprint.post("/c/pay/<checkout_id>/promotion")
def apply_promotion(checkout_id: str) -> ResponseReturnValue:
    """Take a promotion code off, or say why not."""
    with _calling("checkout.session", checkout_id) as call:
        checkout = _find(call, "checkout.session", checkout_id)
        if checkout is None:
            return _message("unknown", None, status=404)
        if checkout["status"] != "open":
            return _closed(checkout)
        form = pay_form.blank(checkout)
        form.values["promotion"] = request.form.get("promotion", "")
        try:
            if not checkout["allow_promotion_codes"]:
                raise ApiError("This checkout takes no promotion codes.")
            promotions.apply_code(call, checkout, text=form.values["promotion"])
        except ApiError as error:
            form.errors["promotion"] = error.message
            return _pay_page(call, checkout, form=form, status=422)
        save(call, checkout)
    return redirect(f"/c/pay/{checkout_id}", code=303)


@blueprint.get("/c/challenge/<intent_id>")
def show_challenge(intent_id: str) -> ResponseReturnValue:
    """The bank's question: is it you?"""
    with _calling("payment_intent", intent_id) as call:
        intent = _find(call, "payment_intent", intent_id)
        if intent is None or intent["status"] != "requires_action":
            return _message("no_challenge", None, status=404 if intent is None else 410)
        amount = display(intent["amount"], currency=intent["currency"])
        page = render_template("stripe_sandbox/show_challenge.html", amount=amount)
        return framed(page, leads_to=intent["next_action"]["redirect_to_url"]["return_url"])


@blueprint.post("/c/challenge/<intent_id>")
def answer_challenge(intent_id: str) -> ResponseReturnValue:
    """Pass or fail the challenge, then go on to the shop or back to the form."""
    with _calling("payment_intent", intent_id) as call:
        intent = _find(call, "payment_intent", intent_id)
        if intent is None:
            return _message("no_challenge", None, status=404)
        checkout = paying.checkout_of(call, intent)
        if intent["status"] == "requires_action":
            return_url = intent["next_action"]["redirect_to_url"]["return_url"]
            paying.finish_challenge(call, intent, is_passed=request.form.get("result") == "pass")
            checkout = paying.checkout_of(call, intent)
        elif checkout is None:
            return _message("no_challenge", None, status=410)
    if checkout is None:
        is_paid = intent["status"] == "succeeded"
        return (
            redirect(return_url, 303)
            if return_url
            else _message("paid" if is_paid else "refused", None)
        )
    return _leave(checkout)


def _pay(call: Call, checkout: Doc, *, form: PayForm) -> ResponseReturnValue | None:
    """Try to pay; return the page to show instead of leaving, if there is one."""
    if form.errors:
        return _pay_page(call, checkout, form=form, status=422)
    method = None
    if form.debit is not None:
        behaviour = form.values["debit_result"]
        method = payment_methods.from_debit(call, form.debit, behaviour=behaviour, payer=form.payer)
    elif form.card is not None:
        method = payment_methods.from_card(call, form.card, expiry=form.expiry, payer=form.payer)
    try:
        paying.pay(call, checkout, method=method, payer=form.payer)
    except ApiError as error:
        form.errors["total"] = error.message
        return _pay_page(call, checkout, form=form, status=422)
    if checkout["status"] == "complete":
        return None
    intent = call.find("payment_intent", checkout["payment_intent"])
    if intent["status"] == "requires_action":
        return redirect(intent["next_action"]["redirect_to_url"]["url"], code=303)
    return _pay_page(call, checkout, form=form, status=402)


def _leave(checkout: Doc) -> ResponseReturnValue:
    """Send the buyer back to the shop, or to the form if the checkout is not complete."""
    if checkout["status"] == "expired":
        return _closed(checkout)
    if checkout["status"] == "open":
        return redirect(f"/c/pay/{checkout['id']}", code=303)
    # Stripe waits for the webhook's 2xx, up to 10 s: https://docs.stripe.com/checkout/fulfillment
    sandbox = _sandbox()
    sandbox.courier.wait_for(
        checkout["_private"]["completed_event"],
        seconds=sandbox.redirect_wait(),
    )
    return redirect(_success_url(checkout), code=303)


def _pay_page(
    call: Call, checkout: Doc, *, form: PayForm, status: int = 200
) -> ResponseReturnValue:
    currency = checkout["currency"]
    intent_id = checkout["payment_intent"]
    intent = call.find("payment_intent", intent_id) if intent_id else None
    if intent is not None and intent["last_payment_error"] and not form.errors:
        form.errors["card_number"] = intent["last_payment_error"]["message"]
    page = render_template(
        "stripe_sandbox/show_pay_page.html",
        checkout=checkout,
        items=checkout["_private"]["line_items"],
        form=form,
        offered_debit=pay_form.offered_debit(checkout),
        cards=[(" ".join(_fours(card.number)), card.behaviour) for card in CARDS],
        money=lambda amount: display(amount, currency=currency),
    )
    return framed(page, leads_to=checkout["success_url"], status=status)


def _closed(checkout: Doc) -> ResponseReturnValue:
    if checkout["status"] == "expired":
        return _message("expired", checkout["cancel_url"], status=410)
    kind = "paid" if checkout["payment_status"] != "unpaid" else "on_its_way"
    return _message(kind, _success_url(checkout))


def _message(kind: str, way_on: str | None, *, status: int = 200) -> ResponseReturnValue:
    page = render_template("stripe_sandbox/show_message.html", kind=kind, way_on=way_on)
    return framed(page, leads_to=None, status=status)


def _success_url(checkout: Doc) -> str:
    return str(checkout["success_url"]).replace("{CHECKOUT_SESSION_ID}", checkout["id"])


def _fours(number: str) -> list[str]:
    return [number[place : place + 4] for place in range(0, len(number), 4)]


def _sandbox() -> Sandbox:
    sandbox: Sandbox = current_app.extensions["stripe_sandbox"]
    return sandbox


def _calling(kind: str, object_id: str) -> AbstractContextManager[Call]:
    return _sandbox().calling_for(kind, object_id, base_url=request.host_url.rstrip("/"))


def _find(call: Call, kind: str, object_id: str) -> Doc | None:
    return call.store.get(kind, object_id, account=call.account)
