"""Payments in parts: the words that a payer agrees to, and a later payment that its payer makes alone."""

from flask import flash, redirect, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import checkouts
from mentorhub.enrolment.queries.applicants import Standing
from mentorhub.enrolment.queries.checkouts import PaymentOption, connection_of_enrolment
from mentorhub.enrolment.views.blueprint import blueprint, why, why_locked_out, why_refused
from mentorhub.foundation.database.viewers import APPLICANT
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.money import spoken
from mentorhub.payments.actions import connections
from mentorhub.payments.rules.failures import StripeLockedOut, StripeRefused, StripeUnavailable
from mentorhub.payments.rules.instalments import TRIED_AT
from mentorhub.web.limits import limiter


def ask_whether_payable(enrolment_id: int) -> None:
    """Read the practice's own account at Stripe, before somebody is led to pay on it. Raises `StripeUnavailable`."""
    connection_id = connection_of_enrolment(enrolment_id, viewer=APPLICANT(enrolment_id))
    if connection_id is not None:
        connections.check_connection(connection_id)


def consent_words(option: PaymentOption, standing: Standing) -> str:
    """One paragraph in the reader's language, complete in itself: it is stored as it stands."""
    return " ".join(
        (
            _(
                "I agree to pay %(total)s in %(count)d payments: %(plan)s.",
                total=_money(option.amount_minor, option),
                count=len(option.parts),
                plan="; ".join(_dated(option)),
            ),
            _(
                "%(practice)s may take the later ones by itself from the card I pay with now, "
                "on those days from %(time)s (%(zone)s time).",
                practice=standing.program.practice.name,
                time=TRIED_AT.strftime("%H:%M"),
                zone=standing.enrolment.timezone,
            ),
            _(
                "I can stop at any time by withdrawing, or by writing to %(email)s: from then on nothing more is "
                "taken, and the seat ends. What comes back follows the programme’s terms.",
                email=standing.program.practice.email,
            ),
        )
    )


def _dated(option: PaymentOption) -> list[str]:
    first, *later = [
        (_money(part.amount_minor, option), format_date(part.due_on, "long"))
        for part in option.parts
    ]
    return [
        _("%(amount)s today, %(day)s", amount=first[0], day=first[1]),
        *(_("%(amount)s on %(day)s", amount=amount, day=day) for amount, day in later),
    ]


def _money(amount_minor: int, option: PaymentOption) -> str:
    return spoken(amount_minor, option.currency, locale=str(get_locale()))


@blueprint.post("/enrolments/<token>/instalment-checkouts")
@limiter.limit("20 per 10 minutes")
@guards.by_link
def create_instalment_checkout(enrolment_id: int, *, token: str) -> Response:
    """303 to Stripe's pay page for the earliest payment that was refused."""
    guards.remember_paying(token)
    try:
        ask_whether_payable(enrolment_id)
        return redirect(checkouts.pay_instalment(enrolment_id), 303)
    except StripeLockedOut:
        flash(why_locked_out(), "error")
    except StripeUnavailable:
        flash(_("The payment page does not answer just now. Please try again in a minute."))
    except StripeRefused:
        flash(why_refused(), "error")
    except Refusal as refusal:
        flash(why(refusal))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)
