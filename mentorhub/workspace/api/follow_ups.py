"""Follow-ups: listed, set, corrected; done, put off, dropped, meant again; put into the bin."""

from flask import Response
from flask_babel import gettext as _

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.cursors import following, position
from mentorhub.web.api.problems import invalid
from mentorhub.web.api.repeats import form_key
from mentorhub.web.api.routes import answer, described, nothing, seen
from mentorhub.workspace.actions import follow_ups as actions
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.api import answers
from mentorhub.workspace.api.blueprint import blueprint, check_ahead, refusals
from mentorhub.workspace.models import follow_ups as models
from mentorhub.workspace.queries.follow_ups import follow_up_page
from mentorhub.workspace.queries.listed import listed
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Conversation
from mentorhub.workspace.schemas.plans import (
    Completion,
    FollowUp,
    FollowUpChange,
    FollowUps,
    FollowUpsQuery,
    NewFollowUp,
    Postponement,
    Reopening,
)

TAG = "Follow-ups"


@blueprint.get("/follow-ups")
@with_token(Scope.READ)
@described(TAG, query=FollowUpsQuery, answers={200: FollowUps})
def list_follow_ups(query: FollowUpsQuery) -> Response:
    """Follow-ups, the earliest set first."""
    found = listed(
        models.FollowUp,
        viewer=caller().viewer,
        after=position(),
        person=query.person or "",
        where={"state": query.state},
    )
    rows = [answers.follow_up(one) for one in found.rows]
    return answer(FollowUps(follow_ups=rows, next=following(found.after)))


@blueprint.post("/follow-ups")
@with_token(Scope.WRITE)
@described(TAG, body=NewFollowUp, answers={201: FollowUp})
def create_follow_up(body: NewFollowUp) -> Response:
    """Set a day on which to reach out to somebody."""
    check_ahead("due_on", body.due_on)
    with refusals(day="due_on"):
        made = actions.schedule_follow_up(
            body.person,
            viewer=caller().viewer,
            due_on=body.due_on,
            reason=body.reason,
            form_key=form_key(),
        )
    return _follow_up(made, 201)


@blueprint.get("/follow-ups/<follow_up_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: FollowUp})
def show_follow_up(follow_up_id: str) -> Response:
    """One follow-up."""
    return _follow_up(follow_up_id)


@blueprint.patch("/follow-ups/<follow_up_id>")
@with_token(Scope.WRITE)
@described(TAG, body=FollowUpChange, answers={200: FollowUp})
def update_follow_up(follow_up_id: str, body: FollowUpChange) -> Response:
    """Correct the day or the words of one that is set."""
    before = _read(follow_up_id)
    version = seen(_version(before))
    due_on = body.due_on or before.due_on
    reason = body.reason if "reason" in body.model_fields_set else before.reason
    check_ahead("due_on", due_on, stored=before.due_on)
    with refusals(day="due_on"):
        actions.change_follow_up(
            follow_up_id, viewer=caller().viewer, due_on=due_on, reason=reason, seen=version
        )
    return _follow_up(follow_up_id)


@blueprint.delete("/follow-ups/<follow_up_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_follow_up(follow_up_id: str) -> Response:
    """Put it into the bin for 30 days, as if it had not been set."""
    delete_thing(Thing.FOLLOW_UP, follow_up_id, viewer=caller().viewer)
    return nothing()


@blueprint.post("/follow-ups/<follow_up_id>/completion")
@with_token(Scope.WRITE)
@described(TAG, body=Completion, answers={200: FollowUp})
def complete_follow_up(follow_up_id: str, body: Completion) -> Response:
    """It was done; with `is_two_way`, what was said stands in the history."""
    if body.note and body.is_two_way is None:
        raise invalid(
            is_two_way=_(
                "Please say below whether it was answered, so that it can stand in the history."
            )
        )
    said = None
    if body.is_two_way is not None:
        said = Conversation(body.kind, caller().today, is_two_way=body.is_two_way, note=body.note)
    with refusals():
        actions.complete_follow_up(follow_up_id, viewer=caller().viewer, said=said)
    return _follow_up(follow_up_id)


@blueprint.post("/follow-ups/<follow_up_id>/postponement")
@with_token(Scope.WRITE)
@described(TAG, body=Postponement, answers={200: FollowUp})
def move_follow_up(follow_up_id: str, body: Postponement) -> Response:
    """Put it off: it counts as moved, and another takes its place."""
    stored = _read(follow_up_id)
    check_ahead("due_on", body.due_on, stored=stored.due_on)
    with refusals(day="due_on"):
        actions.move_follow_up(follow_up_id, viewer=caller().viewer, due_on=body.due_on)
    return _follow_up(follow_up_id)


@blueprint.post("/follow-ups/<follow_up_id>/dismissal")
@with_token(Scope.WRITE)
@described(TAG, answers={200: FollowUp})
def drop_follow_up(follow_up_id: str) -> Response:
    """It is no longer planned."""
    with refusals():
        actions.drop_follow_up(follow_up_id, viewer=caller().viewer)
    return _follow_up(follow_up_id)


@blueprint.post("/follow-ups/<follow_up_id>/reopening")
@with_token(Scope.WRITE)
@described(TAG, body=Reopening, answers={200: FollowUp})
def reopen_follow_up(follow_up_id: str, body: Reopening) -> Response:
    """It is meant again: what ended it was a slip."""
    with refusals():
        actions.reopen_follow_up(follow_up_id, viewer=caller().viewer, moved_to=body.moved_to)
    return _follow_up(follow_up_id)


def _read(follow_up_id: str) -> models.FollowUp:
    return follow_up_page(follow_up_id, viewer=caller().viewer).follow_up


def _version(stored: models.FollowUp) -> str:
    return version_of((stored.due_on, stored.reason))


def _follow_up(follow_up_id: str, status: int = 200) -> Response:
    stored = _read(follow_up_id)
    return answer(
        answers.follow_up(stored),
        status,
        version=_version(stored),
        at="workspace_api.show_follow_up",
        follow_up_id=follow_up_id,
    )
