"""What the links of a morning email open: one thing is done, or put off, without signing in; and that is undone.

Each page shows what stood in the email and no more: whoever it was forwarded to learns nothing else of the notebook.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.foundation import clock
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed, version_of
from mentorhub.mail.kinds import Topic
from mentorhub.web import language
from mentorhub.workspace.actions import follow_ups, promises, rhythm
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.history import log_interaction
from mentorhub.workspace.forms.follow_ups import CompletionForm
from mentorhub.workspace.forms.reminders import KeptForm, LaterForm, SpokenForm
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.mornings import morning
from mentorhub.workspace.queries.reminders import (
    Outcome,
    Reminder,
    opened_outcome,
    opened_reminder,
    outcome_token,
    token_again,
)
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Part
from mentorhub.workspace.rules.due_dates import AlreadyEnded, NewerInTheWay
from mentorhub.workspace.rules.reminders import Ending, ReminderKind, ReminderStale, later_days
from mentorhub.workspace.views.blueprint import blueprint

OVER = (ReminderStale, AlreadyEnded, NewerInTheWay, ChangedElsewhere, FormUsed)
SAID = "said"  # with a follow-up's end, what was said was written down
NEXT = 3  # people who are named after one is done, to their owner
FORMS: dict[ReminderKind, type[CompletionForm | KeptForm]] = {
    ReminderKind.FOLLOW_UP: CompletionForm,
    ReminderKind.PERSON: SpokenForm,
    ReminderKind.PROMISE: KeptForm,
}


@blueprint.route("/reminders/<token>/completion", methods=["GET", "POST"])
def complete_reminder(token: str) -> Any:
    """It was done; a line about what was said may stay empty."""
    try:
        reminder = _opened(token)
        form = FORMS[reminder.kind](today=reminder.today)
        if not form.validate_on_submit():
            return _page("workspace/complete_reminder.html", reminder, form, token)
        made = _complete(reminder, form, form_key=version_of(token))
        return _led(reminder, Ending.DONE, made)
    except OVER:
        return stale_reminder()


@blueprint.route("/reminders/<token>/postponement", methods=["GET", "POST"])
def postpone_reminder(token: str) -> Any:
    """Be reminded again tomorrow, in three days, in a week, or on another day."""
    try:
        reminder = _opened(token)
        form = LaterForm(today=reminder.today)
        if not form.validate_on_submit():
            return _page("workspace/postpone_reminder.html", reminder, form, token)
        made = _postpone(reminder, form.until.data)
        return _led(reminder, Ending.LATER, made)
    except OVER:
        return stale_reminder()


@blueprint.get("/reminders/outcomes/<token>")
def show_reminder_outcome(token: str) -> Any:
    """What was done, a way back, and what is next: names only to the owner, who is signed in."""
    try:
        outcome = opened_outcome(token, now=clock.now())
    except OVER:
        return stale_reminder()
    owner = outcome.reminder.owner
    language.show_in(locale=owner.locale, zone=owner.timezone)
    return render_template(
        "workspace/show_reminder_outcome.html",
        outcome=outcome,
        reminder=outcome.reminder,
        token=token,
        next_people=_next_people(outcome.reminder),
    )


@blueprint.post("/reminders/outcomes/<token>")
def undo_reminder(token: str) -> Any:
    """It was a slip: as it was before, so that the reminder's own page stands open again."""
    try:
        outcome = opened_outcome(token, now=clock.now())
        _UNDO[outcome.reminder.kind](outcome)
        again = token_again(outcome)
    except OVER:
        return stale_reminder()
    flash(_("Undone."))
    endpoint = "complete" if outcome.ending is Ending.DONE else "postpone"
    return redirect(url_for(f"workspace.{endpoint}_reminder", token=again), 303)


def stale_reminder() -> tuple[str, int]:
    """A link whose time is over, or whose thing was done or changed since: what there is stands on Today."""
    return render_template("workspace/stale_reminder.html"), 410


def _opened(token: str) -> Reminder:
    reminder = opened_reminder(token, now=clock.now())
    language.show_in(locale=reminder.owner.locale, zone=reminder.owner.timezone)
    return reminder


def _page(template: str, reminder: Reminder, form: Any, token: str) -> tuple[str, int]:
    page = render_template(
        template, reminder=reminder, form=form, token=token, days=later_days(reminder.today)
    )
    return page, 422 if request.method == "POST" else 200


def _led(reminder: Reminder, ending: Ending, made: str) -> Any:
    token = outcome_token(reminder, ending, made)
    return redirect(url_for("workspace.show_reminder_outcome", token=token), 303)


def _complete(reminder: Reminder, form: Any, *, form_key: str) -> str:
    """Do it on the owner's behalf; returns what an undo needs."""
    public_id, viewer = reminder.thing.public_id, reminder.viewer
    if reminder.kind is ReminderKind.PERSON:
        said = form.said()
        return log_interaction([Part(public_id)], said, viewer=viewer, form_key=form_key)
    if reminder.kind is ReminderKind.PROMISE:
        promises.keep_promise(public_id, viewer=viewer)
        return ""
    said = form.said()
    follow_ups.complete_follow_up(public_id, viewer=viewer, said=said)
    return SAID if said else ""


def _postpone(reminder: Reminder, until: dt.date) -> str:
    """Put it off on the owner's behalf; returns what an undo needs."""
    thing, viewer = reminder.thing, reminder.viewer
    if isinstance(thing, FollowUp):
        follow_ups.move_follow_up(thing.public_id, viewer=viewer, due_on=until)
        return until.isoformat()
    if isinstance(thing, Promise):
        before, seen = thing.due_on, version_of((thing.what, thing.due_on))
        promises.change_promise(
            thing.public_id, viewer=viewer, what=thing.what, due_on=until, seen=seen
        )
        return before.isoformat() if before else ""
    rhythm.snooze_person(thing.public_id, viewer=viewer, until=until)
    return ""


def _undo_follow_up(outcome: Outcome) -> None:
    reminder = outcome.reminder
    moved_to = _day(outcome.made) if outcome.ending is Ending.LATER else None
    follow_ups.reopen_follow_up(reminder.thing.public_id, viewer=reminder.viewer, moved_to=moved_to)


def _undo_promise(outcome: Outcome) -> None:
    thing, viewer = outcome.reminder.thing, outcome.reminder.viewer
    assert isinstance(thing, Promise)
    if outcome.ending is Ending.DONE:
        promises.reopen_promise(thing.public_id, viewer=viewer)
    else:
        before = _day(outcome.made)
        promises.return_promise(
            thing.public_id, viewer=viewer, due_on=before, moved_to=thing.due_on
        )


def _undo_person(outcome: Outcome) -> None:
    reminder = outcome.reminder
    if outcome.ending is Ending.DONE:
        delete_thing(Thing.CONVERSATION, outcome.made, viewer=reminder.viewer)
    else:
        rhythm.end_snooze(reminder.thing.public_id, viewer=reminder.viewer)


_UNDO: dict[ReminderKind, Callable[[Outcome], None]] = {
    ReminderKind.FOLLOW_UP: _undo_follow_up,
    ReminderKind.PERSON: _undo_person,
    ReminderKind.PROMISE: _undo_promise,
}


def _day(written: str) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def _next_people(reminder: Reminder) -> list[dict[str, Any]]:
    """Who else is due, with the links of each; nobody for whoever is not signed in as the owner."""
    if not current_user.is_authenticated or current_user.id != reminder.owner.id:
        return []
    found = morning(viewer=reminder.viewer, now=clock.now(), wanted={Topic.REACH})
    return list(found.people[:NEXT]) if found else []
