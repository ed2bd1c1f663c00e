"""The journal of a cohort, open to everybody: the page, the check of an entry somebody holds, the plain file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Response, current_app, render_template, request
from flask.ctx import AppContext
from flask_babel import gettext as _

from mentorhub.enrolment.forms.arrivals import EntryForm
from mentorhub.enrolment.queries import journals
from mentorhub.enrolment.queries.journals import (
    Entry,
    Journal,
    journal_entry,
    journal_head,
    journal_texts,
)
from mentorhub.enrolment.views.blueprint import blueprint
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.models.cohorts import GENESIS
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import show_in
from mentorhub.web.limits import limiter

BATCH = 1000  # lines read at once for the file


@dataclass(frozen=True)
class Answer:
    """What came of checking an entry that somebody holds; `entry` is the journal's, if there is one."""

    is_good: bool
    words: str
    entry: Entry | None = None


@blueprint.get("/cohorts/<public_id>/journal")
@limiter.limit("3000 per minute")  # thousands behind one address look at the same moment
def show_journal(public_id: str) -> tuple[str, int]:
    """What happened in a cohort's line, newest first; with `number` and `hash`, whether that entry stands there."""
    page = request.args.get("page", 1, type=int)
    journal = journals.journal(public_id, viewer=PUBLIC, page=page)
    show_in(locale=journal.locale, zone=journal.timezone)
    lead_to_notices_of(journal.slug)
    is_asked = "number" in request.args or "hash" in request.args
    form = EntryForm(request.args if is_asked else None)
    answer = _answer(journal, form) if is_asked and form.validate() else None
    shown = render_template(
        "enrolment/show_journal.html", journal=journal, form=form, answer=answer
    )
    return shown, 422 if form.errors else 200


@blueprint.get("/cohorts/<public_id>/journal.txt")
@limiter.limit("300 per minute")
def download_journal(public_id: str) -> Response:
    """One line an entry: number, hash and canonical text, with tabs between; the first line is the genesis.

    A chain only grows, so that its head names the whole file: it is the ETag.
    """
    journal = journal_head(public_id, viewer=PUBLIC)
    if request.if_none_match.contains_weak(journal.head):
        response = Response(status=304)
    else:
        response = Response(_lines(journal, enter=current_app.app_context), mimetype="text/plain")
    response.set_etag(journal.head)
    response.headers["Cache-Control"] = "public, no-cache"  # kept, but asked about each time
    return response


def _answer(journal: Journal, form: EntryForm) -> Answer:
    number, held = int(form.number.data), form.hash.data
    entry = journal_entry(journal, number=number, viewer=PUBLIC)
    if entry is None:
        words = _("This journal has no entry %(number)s.", number=number)
        return Answer(is_good=False, words=words)
    if not entry.hash.startswith(held):
        words = _("Entry %(number)s stands here with another hash.", number=number)
        return Answer(is_good=False, words=words, entry=entry)
    words = _("Entry %(number)s stands here, and its hash is yours.", number=number)
    return Answer(is_good=True, words=words, entry=entry)


def _lines(journal: Journal, *, enter: Callable[[], AppContext]) -> Iterator[str]:
    yield f"0\t{GENESIS}\t\n"
    for after in range(0, journal.total, BATCH):
        with enter():  # one for each batch: a slow reader keeps no connection
            batch = journal_texts(journal, after=after, limit=BATCH, viewer=PUBLIC)
        yield "".join(f"{number}\t{of_it}\t{text}\n" for number, of_it, text in batch)
