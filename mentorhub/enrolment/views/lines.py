"""Lines: every cohort at a glance, one line, its seats, its roster for every member, its public journal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.ctx import AppContext
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.accounts.guards import of_a_practice, viewer
from mentorhub.accounts.rules.addresses import NAME_MAX
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import seats
from mentorhub.enrolment.forms.lines import EntryForm, GrantForm, LimitForm, SeatsForm
from mentorhub.enrolment.queries import journals
from mentorhub.enrolment.queries.journals import (
    Entry,
    Journal,
    journal_entry,
    journal_head,
    journal_texts,
)
from mentorhub.enrolment.queries.lines import line, lines
from mentorhub.enrolment.queries.rosters import roster
from mentorhub.enrolment.rules.refusals import (
    AlreadySeated,
    CohortCalledOff,
    CohortOver,
    SeatsBelowTaken,
    SeatsTooMany,
)
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.enrolment.views.blueprint import blueprint, practice_page
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import GENESIS
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import show_in
from mentorhub.web.limits import limiter


@blueprint.get("/practice/cohorts")
@of_a_practice
def list_lines() -> Response:
    """Every cohort of the viewer's practices, those that open last first; assistants are led to their rosters."""
    page = request.args.get("page", 1, type=int)
    now = clock.now()
    found = lines(viewer=viewer(), now=now, page=page)
    return practice_page("enrolment/list_lines.html", lines=found)


@blueprint.get("/practice/cohorts/<public_id>")
@guards.by_cohort
def show_line(cohort_id: int) -> Response:
    """One line, by place; `state` and `q` (a name or an address) narrow it."""
    return line_page(cohort_id)


@blueprint.post("/practice/cohorts/<public_id>/seats")
@guards.by_cohort
def change_seats(cohort_id: int) -> AnyResponse:
    """More seats are offered at once, in the order of the line; fewer free nothing."""
    form = SeatsForm()
    if form.validate():
        try:
            seats.set_seats(cohort_id, seats=int(form.seats.data), viewer=viewer())
        except (SeatsBelowTaken, SeatsTooMany, CohortCalledOff) as refusal:
            form.seats.errors = [_why_not_seats(refusal)]
        else:
            flash(
                ngettext(
                    "Saved. The cohort now has %(num)s seat.",
                    "Saved. The cohort now has %(num)s seats.",
                    int(form.seats.data),
                )
            )
            return _back()
    return line_page(cohort_id, code=422, seats_form=form)


@blueprint.post("/practice/cohorts/<public_id>/grants")
@guards.by_cohort
def create_grant(cohort_id: int) -> AnyResponse:
    """Give somebody a seat without a payment. It overtakes nobody, and the public journal marks it."""
    form = GrantForm()
    if form.validate():
        try:
            seats.grant_seat(cohort_id, name=form.name.data, email=form.email.data, viewer=viewer())
        except AlreadySeated:
            form.email.errors = [_("This address has a seat in this cohort already.")]
        except (CohortCalledOff, CohortOver) as refusal:
            form.form_errors.append(_why_not_granted(refusal))
        except NotFound:  # the cohort is the viewer's: what is missing is its price
            form.form_errors.append(
                _("This cohort has no price yet. Give it one first, and nothing can be one.")
            )
        else:
            flash(_("%(name)s has a seat. The welcome email is on its way.", name=form.name.data))
            return _back()
    return line_page(cohort_id, code=422, grant_form=form)


def line_page(
    cohort_id: int,
    *,
    code: int = 200,
    seats_form: SeatsForm | None = None,
    grant_form: GrantForm | None = None,
    limit_form: LimitForm | None = None,
) -> Response:
    """One line before its practice, with a form as it was posted where that was refused."""
    asked = request.args.get("state", "")
    found = line(
        cohort_id,
        viewer=viewer(),
        now=clock.now(),
        shown=EnrolmentState(asked) if asked in set(EnrolmentState) else None,
        page=request.args.get("page", 1, type=int),
        search=request.args.get("q", "").strip()[:NAME_MAX],
    )
    if seats_form is None:
        seats_form = SeatsForm(formdata=None, seats=str(found.line.cohort.seats))
    return practice_page(
        "enrolment/show_line.html",
        code=code,
        page=found,
        states=list(EnrolmentState),
        seats_form=seats_form,
        grant_form=grant_form or GrantForm(formdata=None),
        limit_form=limit_form or _limit_form(found.line.cohort.waiting_max),
    )


def _limit_form(waiting_max: int | None) -> LimitForm:
    return LimitForm(formdata=None, waiting_max="" if waiting_max is None else str(waiting_max))


def _back() -> AnyResponse:
    return redirect(url_for("enrolment.show_line", **(request.view_args or {})), 303)


def _why_not_seats(
    refusal: SeatsBelowTaken | SeatsTooMany | CohortCalledOff,
) -> str:
    if isinstance(refusal, SeatsBelowTaken):
        return ngettext(
            "%(num)s seat is taken, so there cannot be fewer. One comes free only when someone gives it up.",
            "%(num)s seats are taken, so there cannot be fewer. One comes free only when someone gives it up.",
            refusal.taken,
        )
    if isinstance(refusal, SeatsTooMany):
        return str(_("A cohort may have %(max)s seats at most.", max=refusal.max))
    return str(_("This cohort was cancelled, so its seats cannot be changed."))


def _why_not_granted(refusal: CohortCalledOff | CohortOver) -> str:
    if isinstance(refusal, CohortCalledOff):
        return str(_("This cohort was cancelled, so nobody can be given a seat in it."))
    return str(_("This cohort’s last day has passed, so nobody can be given a seat in it."))


@blueprint.get("/practice/cohorts/<public_id>/roster")
@guards.by_roster
def show_roster(cohort_id: int) -> Response:
    """Who has which place and what was paid, by place, with `state` only those in it."""
    asked = request.args.get("state", "")
    found = roster(
        cohort_id,
        viewer=viewer(),
        now=clock.now(),
        shown=EnrolmentState(asked) if asked in set(EnrolmentState) else None,
        page=request.args.get("page", 1, type=int),
    )
    return practice_page("enrolment/show_roster.html", roster=found, states=list(EnrolmentState))


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
    journal = journals.journal(public_id, viewer=viewer(), page=page)
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
    journal = journal_head(public_id, viewer=viewer())
    if request.if_none_match.contains_weak(journal.head):
        response = Response(status=304)
    else:
        response = Response(_lines(journal, enter=current_app.app_context), mimetype="text/plain")
    response.set_etag(journal.head)
    kept_by = "private" if journal.is_rehearsal else "public"
    response.headers["Cache-Control"] = f"{kept_by}, no-cache"  # kept, but asked about each time
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
