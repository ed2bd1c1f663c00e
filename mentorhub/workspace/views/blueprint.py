"""What the package's pages share: the blueprint, the words of stages, which day it is, and the person's page."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.forms.conversations import InteractionForm, StageForm
from mentorhub.workspace.forms.follow_ups import FollowUpForm
from mentorhub.workspace.forms.imports import reasons_in
from mentorhub.workspace.forms.people import VisibilityForm
from mentorhub.workspace.forms.promises import PromiseForm
from mentorhub.workspace.forms.rhythm import RhythmForm, SnoozeForm
from mentorhub.workspace.forms.tags import TagsForm
from mentorhub.workspace.forms.words import KINDS, OUTCOMES, STAGES, TIERS
from mentorhub.workspace.matching.keys import region_of_locale
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.queries.conversations import names_to_choose
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.queries.tags import tags
from mentorhub.workspace.rules import (
    follow_ups,
    rhythm,
    stages,
    warmth,
)
from mentorhub.workspace.rules.conversations import outcome
from mentorhub.workspace.rules.details import PartialDate
from mentorhub.workspace.rules.due_dates import AlreadyEnded, NewerInTheWay

blueprint = Blueprint("workspace", __name__)
WEEK = dt.timedelta(days=7)
PUBLIC_ID = 22  # characters


@blueprint.app_template_filter("stage_name")
def stage_name(stage: stages.Stage) -> str:
    """A stage as every page calls it."""
    return str(STAGES[stage])


@blueprint.app_template_filter("outcome")
def outcome_words(talked: Interaction) -> str:
    """Which way a conversation went, in words; '' for both ways."""
    went = outcome(talked.kind, talked.began, is_two_way=talked.is_two_way)
    return str(OUTCOMES[went])


@blueprint.app_template_filter("yearly_date")
def yearly_date(on: PartialDate) -> str:
    """A day of every year, as "2 May", with its year where that is known."""
    if on.year:
        return str(format_date(dt.date(on.year, on.month, on.day), "long"))
    return str(format_skeleton("MMMMd", dt.date(2000, on.month, on.day), locale=get_locale()))


@blueprint.app_template_filter("reasons")
def reasons(codes: str) -> str:
    """Why two may be one person, in words."""
    return ", ".join(reasons_in(codes))


def today() -> dt.date:
    """Today on the signed-in user's calendar."""
    return rhythm.local_day(clock.now(), zone=current_user.timezone)


def guessed_region() -> str:
    """The country that the browser's languages speak for, the first that names one; '' where none does."""
    languages = (language for language, _quality in request.accept_languages)
    return next(filter(None, map(region_of_locale, languages)), "")


def wait_days(day: dt.date) -> list[tuple[str, dt.date]]:
    """The days until which one can wait by one button, each with its label."""
    return [
        (_("Tomorrow"), day + dt.timedelta(days=1)),
        (_("Next week"), day + WEEK),
        (_("Next month"), rhythm.month_later(day)),
    ]


def back_to(public_id: str, *, anchor: str | None = None) -> Response:
    """After an action: where the button stood (`back`: "today", or the id of a person), else to the person's page."""
    back = request.form.get("back", "")
    if back == "today":
        return redirect(url_for("workspace.today"), 303)
    if len(back) == PUBLIC_ID:
        public_id = back
    return redirect(url_for("workspace.show_person", public_id=public_id, _anchor=anchor), 303)


def undo_fields() -> dict[str, str]:
    """What an undo sends, so that it leads back to the page where the act was done."""
    back = request.form.get("back", "")
    return {"back": back} if back == "today" or len(back) == PUBLIC_ID else {}


def end_and_return(
    action: Callable[..., str], public_id: str, *, done: str, undo: str, **fields: str
) -> Response:
    """End a follow-up or a promise, say `done` and offer the way back at the endpoint `undo`.

    What ended in another way before stays as it is.
    """
    try:
        person_id = action(public_id, viewer=viewer())
    except AlreadyEnded:
        flash(_("That was closed before. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)
    flash_with_undo(done, url_for(undo, public_id=public_id), **undo_fields(), **fields)
    return back_to(person_id)


def reopen_and_return(action: Callable[[], str]) -> Response:
    """Undo an ending, if nothing newer is in the way, and go back where it was done."""
    try:
        person_id = action()
    except NewerInTheWay:
        flash(_("This cannot be undone any more, since something newer was saved."))
        return redirect(url_for("workspace.today"), 303)
    flash(_("Undone."))
    return back_to(person_id)


def person_page(public_id: str, *, status: int = 200, **filled: Any) -> tuple[str, int]:
    """A person's page, with fresh forms but for those in `filled`, which hold what was typed."""
    asked = request.args.get("page", 1, type=int)
    page = person(public_id, viewer=viewer(), now=clock.now(), page=asked)
    day = page.today
    shown: dict[str, Any] = {
        "log_form": InteractionForm(today=day, formdata=None, on_date=day),
        "follow_up_form": FollowUpForm(today=day, formdata=None, due_on=day + WEEK),
        "promise_form": PromiseForm(today=day, formdata=None),
        "stage_form": StageForm(formdata=None).offer(page.person.stage),
        "visibility_form": VisibilityForm(formdata=None, visibility=page.person.visibility.value),
        "tags_form": TagsForm(formdata=None),
        "snooze_form": SnoozeForm(today=day, formdata=None),
        "rhythm_form": RhythmForm(
            formdata=None,
            tier=page.person.tier.value,
            days=page.person.cadence_days,
            is_muted=page.person.is_muted,
        ),
    } | filled
    shown["visibility_form"].visibility.label.text = _(
        "What %(mentor)s sees", mentor=", ".join(page.mentors)
    )
    html = render_template(
        "workspace/show_person.html",
        page=page,
        person=page.person,
        ladder=stages.LADDER,
        is_cooling=stages.is_cooling,
        week_later=partial(follow_ups.week_later, today=day),
        stroke_points=warmth.STROKE_POINTS,
        tier_name=TIERS[page.person.tier],
        kind_names=KINDS,
        wait_days=wait_days(day),
        rest_until=day + dt.timedelta(days=rhythm.TRIES_REST_DAYS),
        own_tags=tags(viewer=viewer()),
        names=names_to_choose(viewer=viewer(), but=public_id),
        **shown,
    )
    return html, status
