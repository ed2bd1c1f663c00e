"""The room's blueprint, and what its views share: where a visitor was going, and a mailed link's page."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorhub.accounts import queries, rules
from mentorhub.foundation import clock
from mentorhub.foundation.database import PUBLIC

blueprint = Blueprint("accounts", __name__)
Page = str | tuple[str, int] | Response


def destination() -> str:
    """Where the visitor was going, if that is on this site; else the right first page."""
    wanted = request.values.get("next", "")
    return wanted if rules.is_local(wanted) else url_for("reviews.start")


def minutes(kind: rules.LinkKind) -> int:
    """How long a link of this kind opens something, in minutes."""
    return round(rules.LINK_LIVES[kind].total_seconds() / 60)


def reader_of_link(token: str, *, kind: rules.LinkKind) -> queries.Self | None:
    """Whom this link would serve now; None for one that opens nothing."""
    return queries.reader_of(token, kind=kind, viewer=PUBLIC, now=clock.now())


def link_page(name: str, *, token: str, is_good: bool) -> tuple[str, int]:
    """A mailed link's page; 410 once it opens nothing."""
    page = render_template(
        f"accounts/{name}.html", token=token, is_good=is_good, next=request.values.get("next", "")
    )
    return page, 200 if is_good else 410
