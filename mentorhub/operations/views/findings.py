"""Each kind of finding and each periodic task in plain words: what it means and what to do."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Explanation:
    """A finding's title, what has happened, and what an owner should do now; all translatable."""

    title: Any
    meaning: Any
    todo: Any


_E = Explanation
FINDINGS = {  # by `Finding.kind`
    "refund_failed": _E(
        _l("A refund failed"),
        _l("Stripe could not send the money back. It is not tried again automatically."),
        _l("Agree with the person on another way to pay them back."),
    ),
    "refund_disputed": _E(
        _l("A refund was not sent because of a dispute"),
        _l("The payer’s bank has already claimed this money back."),
        _l("Wait for the bank’s decision before you send anything."),
    ),
    "refunded_in_dashboard": _E(
        _l("A refund was made in Stripe’s dashboard"),
        _l("It is recorded here. A full refund has also freed the seat."),
        _l("Nothing, if this was intended."),
    ),
    "price_mismatch": _E(
        _l("A payment has the wrong amount"),
        _l("The amount differs from the price. The seat is reserved, without access."),
        _l("Accept the payment or refund it, on the applicant’s page."),
    ),
    "dispute_opened": _E(
        _l("A payment is disputed"),
        _l("The payer’s bank has asked for the money back. The seat is reserved and paused."),
        _l("Answer the dispute in Stripe’s dashboard."),
    ),
    "dispute_lost": _E(
        _l("A dispute was lost"),
        _l(
            "The money went back to the payer. The seat has ended and was offered to the next person."
        ),
        _l("Nothing. Mark this as done once you have read it."),
    ),
    "checkout_repaired": _E(
        _l("A payment was found without a notice from Stripe"),
        _l("No webhook event arrived for it. The payment has been applied."),
        _l("Check the webhook in Stripe’s dashboard."),
    ),
    "checkout_refused": _E(
        _l("Stripe refused to open a payment page"),
        _l("The reason is shown below. The seat stays reserved until its time is over."),
        _l("Correct what Stripe names, so that the person can pay in time."),
    ),
    "stripe_key_refused": _E(
        _l("Stripe does not accept the key"),
        _l("Nobody can pay, and no refund can be sent."),
        _l("Set the right Stripe key in the settings and restart."),
    ),
    "clocks_differ": _E(
        _l("The database’s clock and Stripe’s clock differ"),
        _l("At five minutes behind, no payment page can be opened."),
        _l("Set the clock of the database server."),
    ),
    "events_missed": _E(
        _l("Stripe’s webhook events did not arrive"),
        _l("They were fetched from Stripe and applied, so nothing is lost."),
        _l("Check the webhook in Stripe’s dashboard."),
    ),
    "events_lost": _E(
        _l("Some Stripe events may be lost"),
        _l("No worker ran for longer than Stripe stores its events."),
        _l("Run: mentorhub reconcile --payments"),
    ),
    "event_not_applied": _E(
        _l("A Stripe event could not be applied"),
        _l("It failed ten times and is now tried once an hour."),
        _l("Look for the reason in the log."),
    ),
    "api_version_mismatch": _E(
        _l("Stripe events have another API version"),
        _l("Events in that version are ignored."),
        _l("Set the webhook to the API version that this app uses."),
    ),
    "mail_given_up": _E(
        _l("An email could not be delivered"),
        _l("All tries have failed, and it is not sent again automatically."),
        _l("Ask the person for another address, or send it again."),
    ),
    "mail_server_silent": _E(
        _l("The mail server does not answer"),
        _l(
            "It cannot be reached, or it refuses this app. No email is lost: all wait, and go out once it answers."
        ),
        _l("Check the mail server and the mail settings."),
    ),
    "address_refused": _E(
        _l("An email address has an unusual domain"),
        _l("The rules for domain names do not allow it. Emails are sent to it as it is written."),
        _l("If an email comes back, ask for another address."),
    ),
    "address_moved": _E(
        _l("Emails to an address now go to another domain"),
        _l("Earlier ones went elsewhere, as strasse for straße. Links in those no longer work."),
        _l("Ask the person whether our emails arrive now."),
    ),
    "address_mistaken": _E(
        _l("A seat was claimed by a similar address"),
        _l("The account’s address looks like the applicant’s, and is not the same."),
        _l("Ask both people whose seat it is."),
    ),
    "checkout_unknown": _E(
        _l("How a payment page ended is not known"),
        _l("Its Stripe account is not connected any more, so Stripe no longer answers about it."),
        _l("Look in that account’s dashboard. If it was paid, pay it back there."),
    ),
    "code_not_made": _E(
        _l("Stripe refused a promotion code"),
        _l("Its answer was lost at first, and when asked again Stripe said no. Nobody can use it."),
        _l("Make another code, once what Stripe names is put right."),
    ),
    "code_not_ended": _E(
        _l("Stripe did not switch off a promotion code"),
        _l("Nobody can type it here any more. At Stripe it may still be active."),
        _l("Switch it off in the dashboard of the account it was made on."),
    ),
    "instalment_missed": _E(
        _l("An instalment was not paid in time"),
        _l("The programme’s rule for missed instalments has been applied."),
        _l("Nothing. Mark this as done once you have read it."),
    ),
}
TASKS = {  # by the name in `mentorhub.schedule`
    "mail": _l("Send emails"),
    "mail-pruning": _l("Delete old emails"),
    "settle": _l("Give places and free seats"),
    "deadlines": _l("End seats that were not paid in time"),
    "deadlines-resumed": _l("Lengthen holds that could not be paid for a while"),
    "reminders": _l("Remind people of an offered seat"),
    "rehearsals": _l("End rehearsals"),
    "cancellations": _l("Wind up cancelled cohorts"),
    "stripe-events": _l("Apply Stripe’s events"),
    "stripe-catch-up": _l("Fetch Stripe events that did not arrive"),
    "stripe-accounts": _l("Check the Stripe accounts of practices"),
    "stripe-accounts-moved": _l("Move practices to the Stripe account they chose"),
    "stripe-clock": _l("Compare the clock with Stripe’s"),
    "checkouts": _l("Check open payments at Stripe"),
    "checkouts-lost": _l("Close payment pages that nobody can use"),
    "instalments": _l("Charge instalments that are due"),
    "instalments-missed": _l("Handle missed instalments"),
    "promotion-codes": _l("Finish promotion codes"),
    "refunds": _l("Send refunds"),
    "refunds-pending": _l("Check pending refunds"),
    "inquiries-enrolled": _l("Mark inquiries whose visitor has enrolled"),
    "openings": _l("Tell whoever asked that enrolment is open"),
    "mornings": _l("Write the morning emails"),
    "imports": _l("Take in contacts from files"),
    "search-index": _l("Make notebooks of before searchable"),
    "imports-old": _l("Forget what old files of contacts said"),
    "doubles": _l("Look through notebooks for people who are there twice"),
    "new-devices": _l("Notify people of new devices"),
    "devices": _l("Sign out unused devices"),
    "tokens": _l("Delete old tokens for the API"),
    "requests-repeated": _l("Forget what programs were answered"),
    "addresses": _l("Delete unconfirmed address changes"),
    "links": _l("Delete records of used links"),
    "invitations": _l("Delete old invitations"),
    "attempts": _l("Reset old rate limits"),
    "closing-places": _l("Free the seats of closed accounts"),
    "closing-grants": _l("End access to notebooks of closed accounts"),
    "erasing-weeks": _l("Erase check-ins of closed accounts"),
    "erasing-notebooks": _l("Erase notebooks of closed accounts"),
    "erasing-bins": _l("Erase what was deleted from notebooks"),
    "erasing-places": _l("Erase applications of closed accounts"),
    "erasing-inquiries": _l("Erase old inquiries"),
    "erasing-openings": _l("Erase addresses of past openings"),
    "erasing-accounts": _l("Erase closed accounts"),
    "erasing-events": _l("Erase the contents of old Stripe events"),
    "sign-ups": _l("Delete accounts that were never confirmed"),
}
