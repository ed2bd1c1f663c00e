"""A practice's own account at Stripe, for its owner: made, set up on Stripe's pages, moved to, given up.

The account itself is shown on the page of the practice's payments (`panels.connection`).
"""

from collections.abc import Callable, Mapping

from babel.core import get_global
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import fresh, viewer
from mentorhub.accounts.queries.practices import owned_practices
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.payments.actions import account_moves, connections
from mentorhub.payments.forms import ConnectionForm
from mentorhub.payments.queries.connections import OwnConnection, own_connection
from mentorhub.payments.queries.connections import connections as connections_of
from mentorhub.payments.rules.connections import (
    ConnectionInUse,
    ConnectionNotReady,
    ConnectionUnderway,
    CountryNotServed,
)
from mentorhub.payments.rules.failures import StripeLockedOut, StripeRefused, StripeUnavailable
from mentorhub.payments.views.blueprint import blueprint
from mentorhub.web.limits import limiter

ASKED_OF_STRIPE = "30 per hour"  # each is a call to Stripe


@blueprint.route("/practice/connections/new", methods=["GET", "POST"])
@limiter.limit(ASKED_OF_STRIPE, methods=["POST"])
@fresh
def new_connection() -> ResponseReturnValue:
    """Have Stripe make an account for the practice, then 303 to its set-up page there."""
    wanted = request.args.get("practice", "")
    owned = owned_practices(viewer=viewer())
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    form = ConnectionForm()
    form.offer(_likely_country(practice.id))
    if form.validate_on_submit():
        return redirect(_begun(practice.id, form.country.data) or _page(practice.public_id), 303)
    page = render_template("payments/new_connection.html", form=form, practice=practice)
    return page, 422 if form.errors else 200


@blueprint.get("/practice/connections/<connection>/setup")
@limiter.limit(ASKED_OF_STRIPE)
@fresh
def set_up_connection(connection: str) -> Response:
    """To Stripe's page for what is missing, by a fresh address: each opens once, and leads back here if spent."""
    own = _own(connection)
    return redirect(_setup_page(own) or _page(own.practice), 303)


@blueprint.get("/practice/connections/<connection>/return")
@limiter.limit(ASKED_OF_STRIPE)
@fresh
def return_from_setup(connection: str) -> Response:
    """Back from Stripe: proves nothing, so the account is read; then the practice's payments."""
    own = _own(connection)
    _asking(lambda: connections.check_connection(own.id))
    return redirect(_page(own.practice), 303)


@blueprint.post("/practice/connections/<connection>/choice")
@fresh
def choose_connection(connection: str) -> Response:
    """Move the practice to this account, once no payment page is open."""
    own = _own(connection)
    if _asking(lambda: account_moves.choose_connection(own.id, viewer=viewer())):
        account_moves.move(own.id)
    return redirect(_page(own.practice), 303)


@blueprint.post("/practice/connections/<connection>/choice/withdrawal")
@fresh
def unchoose_connection(connection: str) -> Response:
    """Stay with the present account."""
    own = _own(connection)
    _asking(lambda: account_moves.unchoose_connection(own.id, viewer=viewer()))
    return redirect(_page(own.practice), 303)


@blueprint.post("/practice/connections/<connection>/end")
@fresh
def end_connection(connection: str) -> Response:
    """Drop an account that was never paid on, to begin again."""
    own = _own(connection)
    if _asking(lambda: account_moves.give_up_connection(own.id, viewer=viewer())):
        flash(_("That account is not used here any more. You can connect another one."))
    return redirect(_page(own.practice), 303)


def _likely_country(practice_id: int) -> str:
    """The country of the practice's last account, else that of its time zone."""
    found = connections_of(practice_id, viewer=viewer())
    if found is None:  # no owner any more
        return ""
    last = found.coming or found.current
    zones: Mapping[str, str] = get_global("zone_territories")
    return last.country if last else zones.get(found.timezone, "")


def _begun(practice_id: int, country: str) -> str:
    """The address of Stripe's page for a new account; '' where there is none, and why was said."""
    made: list[int] = []
    _asking(lambda: made.append(connections.connect(practice_id, country=country, viewer=viewer())))
    own = own_connection(viewer=viewer(), connection_id=made[0]) if made else None
    return _setup_page(own) if own else ""


def _own(public_id: str) -> OwnConnection:
    """A connection of a practice that the viewer owns; raises `NotFound`."""
    found = own_connection(public_id, viewer=viewer())
    if found is None:
        raise NotFound
    return found


def _setup_page(own: OwnConnection) -> str:
    """A fresh address of Stripe's page; '' where there is none, and why was said."""
    pages: list[str] = []
    _asking(
        lambda: pages.append(
            connections.setup_page(
                own.id,
                refresh_url=url_for(".set_up_connection", connection=own.public_id, _external=True),
                return_url=url_for(".return_from_setup", connection=own.public_id, _external=True),
            )
        )
    )
    return pages[0] if pages else ""


def _page(practice: str) -> str:
    return url_for("accounts.change_payments", practice=practice)


def _asking(act: Callable[[], object]) -> bool:
    """Whether it was done; otherwise says why not."""
    try:
        act()
    except StripeLockedOut:
        flash(
            _(
                "Stripe does not accept our access key just now. We have been told; please try again later."
            ),
            "error",
        )
    except StripeUnavailable:
        flash(
            _(
                "Stripe does not answer just now. Nothing was changed; please try again in a minute."
            ),
            "error",
        )
    except StripeRefused as refusal:
        flash(_("Stripe refused: %(words)s", words=str(refusal)), "error")
    except Refusal as refusal:
        flash(_why(refusal), "error")
    else:
        return True
    return False


def _why(refusal: Refusal) -> str:
    words = {
        CountryNotServed: _("Stripe opens no accounts in this country. Please choose another one."),
        ConnectionUnderway: _(
            "Another Stripe account is being set up already. Please finish it, or give it up first."
        ),
        ConnectionNotReady: _("This Stripe account takes no payments, so it cannot be used yet."),
        ConnectionInUse: _(
            "This Stripe account has been in use, so it stays until you move to another one."
        ),
    }
    return words.get(type(refusal), _("This cannot be done now."))
