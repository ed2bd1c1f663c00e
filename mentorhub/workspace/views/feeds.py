"""The notebook's calendar under a secret address: the page where it is made and ended, and what calendars read."""

import calendar
import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.links import absolute
from mentorhub.web import shared_limits
from mentorhub.workspace.actions.feeds import end_feed as end
from mentorhub.workspace.actions.feeds import note_feed_read
from mentorhub.workspace.actions.feeds import renew_feed as renew
from mentorhub.workspace.exporters.calendars import Entry, calendar_pieces
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.feeds import Feed, Reader, feed, feed_page, reader_of
from mentorhub.workspace.rules.details import DayKind
from mentorhub.workspace.rules.feeds import UNKNOWN, is_to_be_noted
from mentorhub.workspace.rules.follow_ups import FollowUpKind
from mentorhub.workspace.views.blueprint import blueprint


@blueprint.get("/notebook/calendar")
@with_notebook
def show_feed() -> str:
    """Whether there is an address, and when it was read last."""
    return _page()


@blueprint.post("/notebook/calendar")
@with_notebook
def renew_feed() -> str:
    """Make an address in place of the one before, and show it this once."""
    path = url_for("workspace.read_feed", token=renew(viewer=viewer()))
    return _page(absolute(path))


@blueprint.post("/notebook/calendar/removal")
@with_notebook
def end_feed() -> Any:
    """No address opens the calendar any more."""
    end(viewer=viewer())
    flash(_("The address has stopped. No calendar can read it any more."))
    return redirect(url_for("workspace.show_feed"), 303)


@blueprint.get("/calendar/<token>.ics")
def read_feed(token: str) -> Any:
    """What is planned, as iCalendar in its owner's language; 304 where the reader has it already.

    Raises `NotFound` for an unknown address, `TooOften` for too many of those.
    """
    reader = reader_of(token)
    if reader is None:
        shared_limits.count(shared_limits.from_here(UNKNOWN))
        raise NotFound
    if is_to_be_noted(reader.read_at, now=clock.now()):
        note_feed_read(viewer=reader.viewer)
    answer = Response(_written(reader), content_type="text/calendar; charset=utf-8")
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = "inline; filename=mentorhub.ics"
    answer.headers["Referrer-Policy"] = "no-referrer"  # this address is its key
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer.make_conditional(request)


def _written(reader: Reader) -> bytes:
    found = feed(viewer=reader.viewer)
    with force_locale(reader.locale):
        pieces = calendar_pieces(_entries(found), name=_("People to think of"), is_feed=True)
        return b"".join(pieces)


def _entries(found: Feed) -> Iterator[Entry]:
    """What stands in somebody else's calendar names people and says no more. Each keeps its `uid`."""
    for row in found.follow_ups:
        thanks = row.kind is FollowUpKind.THANK_YOU
        title = _("Thank %(name)s") if thanks else _("Get in touch with %(name)s")
        uid = f"mentorhub-follow-up-{row.public_id}"
        yield Entry(uid, row.due_on, title % {"name": row.name}, row.known_at)
    for row in found.promises:
        title = _("A promise to %(name)s", name=row.name)
        yield Entry(f"mentorhub-promise-{row.public_id}", row.due_on, title, row.known_at)
    for row in found.days:
        is_birthday = row.kind is DayKind.BIRTHDAY
        title = _("Birthday of %(name)s") if is_birthday else _("A day to think of %(name)s")
        uid = f"mentorhub-{row.kind.value}-{row.public_id}-{row.month:02}{row.day:02}"
        first = _first(row.month, row.day, year=row.known_at.year)
        yield Entry(uid, first, title % {"name": row.name}, row.known_at, is_yearly=True)


def _first(month: int, day: int, *, year: int) -> dt.date:
    """From this year on, or from the leap year before; not from the year of birth, which is nobody else's business."""
    if (month, day) == (2, 29):
        year = next(one for one in range(year, year - 9, -1) if calendar.isleap(one))
    return dt.date(year, month, day)


def _page(address: str = "") -> str:
    return render_template(
        "workspace/show_feed.html", page=feed_page(viewer=viewer()), address=address
    )
