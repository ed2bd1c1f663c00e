"""The blueprint, and what its views share: the page a visitor asked for, a mailed link's page, rate limits."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from limits import RateLimitItem
from werkzeug.wrappers import Response

from mentorhub.accounts.forms.signing import NewAddressForm, NewPasswordForm
from mentorhub.accounts.guards import owed_factor, viewer
from mentorhub.accounts.queries.users import Self, reader_of, use_of
from mentorhub.accounts.rules.addresses import email_key, is_local
from mentorhub.accounts.rules.links import (
    LINK_LIFETIMES,
    SIGN_IN_ADDRESS,
    SIGN_IN_NETWORK,
    LinkKind,
)
from mentorhub.accounts.security.users import password_matches
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER
from mentorhub.foundation.rate_limits import Hit
from mentorhub.web import shared_limits

blueprint = Blueprint("accounts", __name__)
Page = str | tuple[str, int] | Response


def destination() -> str:
    """The path the visitor asked for, if it is on this site; else their first page."""
    return local_path(request.values.get("next")) or url_for("reviews.start")


def local_path(wanted: str | None) -> str:
    """What a form says of where its reader was going, if that is on this site; else ''."""
    return wanted if wanted and is_local(wanted) else ""


def tries(
    network: RateLimitItem, address: RateLimitItem, *, email: str, where: str = ""
) -> tuple[Hit, Hit]:
    """One try from this network and at this address, the wider first; `where` keeps counts of one address apart."""
    return shared_limits.from_here(network), (address, f"{email_key(email)} {where}")


def knows_present(form: NewPasswordForm | NewAddressForm, reader: Self) -> bool:
    """Whether the present password was typed, where there is one; says so beside its field. Raises `TooOften`."""
    present = getattr(form, "present", None)
    if present is None:
        return True
    tried = tries(SIGN_IN_NETWORK, SIGN_IN_ADDRESS, email=reader.email, where="signed in")
    shared_limits.count(*tried)
    if password_matches(present.data, reader.password_hash):
        shared_limits.take_back(*tried)
        return True
    present.errors = [_("This is not your present password.")]
    return False


def too_often_page(page: str, refused: shared_limits.TooOften) -> Response:
    """A page of its own that says when to try again, as the answer 429."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(shared_limits.seconds(refused))
    return answer


def minutes(kind: LinkKind) -> int:
    """How long a link of this kind opens something, in minutes."""
    return round(LINK_LIFETIMES[kind].total_seconds() / 60)


def reader_of_link(token: str, *, kind: LinkKind) -> Self | None:
    """Whom this link would serve now; None for one that opens nothing."""
    return reader_of(token, kind=kind, viewer=PUBLIC, now=clock.now())


def link_page(name: str, *, token: str, is_good: bool) -> tuple[str, int]:
    """A mailed link's page; 410 once it opens nothing."""
    page = render_template(
        f"accounts/{name}.html", token=token, is_good=is_good, next=request.values.get("next", "")
    )
    return page, 200 if is_good else 410


def spent_page(name: str, *, token: str, kind: LinkKind, **context: Any) -> Page:
    """The page of a link that opens nothing, which says when it was used, if it was.

    The user whom it has signed in here is redirected on: the second request of a double click arrives here, too.
    """
    used = use_of(token, kind=kind, viewer=PUBLIC)
    if used is not None and kind.signs_in:
        if viewer() == USER(used.user_id or 0):
            return redirect(destination(), 303)
        owed = owed_factor()
        if owed is not None and owed.user_id == used.user_id:
            return redirect(url_for("accounts.give_factor", next=destination()), 303)
    used_at = used.at if used else None
    shown = {"token": token, "is_good": False, "next": request.values.get("next", "")}
    return render_template(f"accounts/{name}.html", used_at=used_at, **shown, **context), 410
