"""The overview, and what is done from it: closing a finding, sending an email again."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.jobs import wake
from mentorhub.operations import actions
from mentorhub.operations.guards import of_the_operator
from mentorhub.operations.queries import overview
from mentorhub.operations.views.blueprint import blueprint

FINDINGS = {  # what was found, and what a hand should do
    "refund_failed": _l(
        "Stripe could not send a refund. It is not tried again by itself: agree with the person on another way."
    ),
    "refund_disputed": _l(
        "Money that should go back is disputed by the payer's bank, so it was not sent. Wait for the bank's word."
    ),
    "refunded_in_dashboard": _l(
        "A refund was made in Stripe's dashboard. It is written down here; a full one has freed the seat."
    ),
    "price_mismatch": _l(
        "A payment differs from what was asked. The seat is kept without access: accept the money, or send it back."
    ),
    "dispute_opened": _l(
        "A payer's bank has asked for the money back. The seat is kept and paused; answer the dispute at Stripe."
    ),
    "dispute_lost": _l(
        "A dispute was lost. The seat has ended and was offered to the next person."
    ),
    "checkout_repaired": _l(
        "A payment was found by asking Stripe; no event had told of it. It is applied. Look at the webhook."
    ),
    "checkout_refused": _l(
        "Stripe refused to make a payment page, for the reason shown. The seat is kept until its time is over."
    ),
    "stripe_key_refused": _l(
        "Stripe does not accept this install's key. Nothing can be paid or refunded until it has the right one."
    ),
    "clocks_differ": _l(
        "The database's clock and Stripe's differ. Set the clock: at five minutes behind, no payment page is made."
    ),
    "events_missed": _l(
        "Stripe's webhooks did not arrive; the events were fetched and applied. Look at the webhook in the dashboard."
    ),
    "events_lost": _l(
        "Nobody looked for longer than Stripe keeps events. Run: mentorhub reconcile --payments"
    ),
    "event_not_applied": _l(
        "An event could not be applied ten times. It is tried every hour; the log says what stands in the way."
    ),
    "api_version_mismatch": _l(
        "Events come in another API version and are ignored. Set the webhook's version to the one this house speaks."
    ),
    "mail_given_up": _l(
        "A letter could not be delivered and is not tried any more. Ask for another address, or try again."
    ),
    "mail_server_silent": _l(
        "The mail server cannot be reached or refuses this house. No letter is lost: all wait, and go when it answers."
    ),
    "address_refused": _l(
        "The rules for names refuse the domain of this address. Mail goes to it as it is written; "
        "if it comes back, ask for another address."
    ),
    "address_moved": _l(
        "Mail to this address went to another domain before, as strasse for straße. Links mailed there open nothing "
        "any more. Ask whether mail arrives now."
    ),
    "address_mistaken": _l(
        "This seat was claimed by an account whose address only looks like the applicant's. Ask both whose it is."
    ),
    "instalment_missed": _l(
        "An instalment was not paid in time; the programme's rule has been applied."
    ),
}


@blueprint.get("/operations")
@of_the_operator
def show_overview() -> Response:
    """What needs a hand, how the periodic tasks run, what waits in the outbox."""
    found = overview(viewer=viewer())
    return make_response(
        render_template("operations/show_overview.html", overview=found, words=FINDINGS)
    )


@blueprint.post("/operations/findings/<finding_id>/closure")
@of_the_operator
def close_finding(finding_id: str) -> BaseResponse:
    """Somebody has looked at it."""
    actions.close_finding(finding_id, viewer=viewer())
    flash(_("Closed."))
    return redirect(url_for("operations.show_overview"), 303)


@blueprint.post("/operations/mails/<mail_id>/attempts")
@of_the_operator
def try_mail_again(mail_id: str) -> BaseResponse:
    """An email that was given up goes once more."""
    actions.try_mail_again(mail_id, viewer=viewer())
    wake("mail")
    flash(_("It goes out again now. If it comes back, you read of it here."))
    return redirect(url_for("operations.show_overview"), 303)
