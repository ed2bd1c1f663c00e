"""Promises: listed, made, corrected; kept, released, open again; put into the bin."""

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
from mentorhub.workspace.actions import promises as actions
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.api import answers
from mentorhub.workspace.api.blueprint import blueprint, check_ahead, refusals
from mentorhub.workspace.models import promises as models
from mentorhub.workspace.queries.follow_ups import promise
from mentorhub.workspace.queries.listed import listed
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.schemas.plans import (
    NewPromise,
    Promise,
    PromiseChange,
    Promises,
    PromisesQuery,
)

TAG = "Promises"


@blueprint.get("/promises")
@with_token(Scope.READ)
@described(TAG, query=PromisesQuery, answers={200: Promises})
def list_promises(query: PromisesQuery) -> Response:
    """Promises, the earliest made first."""
    found = listed(
        models.Promise,
        viewer=caller().viewer,
        after=position(),
        person=query.person or "",
        where={"state": query.state},
    )
    rows = [answers.promise(one) for one in found.rows]
    return answer(Promises(promises=rows, next=following(found.after)))


@blueprint.post("/promises")
@with_token(Scope.WRITE)
@described(TAG, body=NewPromise, answers={201: Promise})
def create_promise(body: NewPromise) -> Response:
    """Write down what one said one would do for somebody."""
    check_ahead("due_on", body.due_on)
    with refusals(day="due_on"):
        made = actions.add_promise(
            body.person,
            viewer=caller().viewer,
            what=body.what,
            due_on=body.due_on,
            form_key=form_key(),
        )
    return _promise(made, 201)


@blueprint.get("/promises/<promise_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: Promise})
def show_promise(promise_id: str) -> Response:
    """One promise."""
    return _promise(promise_id)


@blueprint.patch("/promises/<promise_id>")
@with_token(Scope.WRITE)
@described(TAG, body=PromiseChange, answers={200: Promise})
def update_promise(promise_id: str, body: PromiseChange) -> Response:
    """Correct the words or the day of one that is open."""
    before = promise(promise_id, viewer=caller().viewer)
    version = seen(_version(before))
    sent = body.model_fields_set
    if "what" in sent and body.what is None:
        raise invalid(what=_("Please write what it is."))
    what = body.what or before.what
    due_on = body.due_on if "due_on" in sent else before.due_on
    check_ahead("due_on", due_on, stored=before.due_on)
    with refusals(day="due_on"):
        actions.change_promise(
            promise_id, viewer=caller().viewer, what=what, due_on=due_on, seen=version
        )
    return _promise(promise_id)


@blueprint.delete("/promises/<promise_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_promise(promise_id: str) -> Response:
    """Put it into the bin for 30 days, as if it had not been made."""
    delete_thing(Thing.PROMISE, promise_id, viewer=caller().viewer)
    return nothing()


@blueprint.post("/promises/<promise_id>/fulfilment")
@with_token(Scope.WRITE)
@described(TAG, answers={200: Promise})
def keep_promise(promise_id: str) -> Response:
    """It was kept."""
    with refusals():
        actions.keep_promise(promise_id, viewer=caller().viewer)
    return _promise(promise_id)


@blueprint.post("/promises/<promise_id>/release")
@with_token(Scope.WRITE)
@described(TAG, answers={200: Promise})
def release_promise(promise_id: str) -> Response:
    """It is no longer expected."""
    with refusals():
        actions.release_promise(promise_id, viewer=caller().viewer)
    return _promise(promise_id)


@blueprint.post("/promises/<promise_id>/reopening")
@with_token(Scope.WRITE)
@described(TAG, answers={200: Promise})
def reopen_promise(promise_id: str) -> Response:
    """It is open again: what ended it was a slip."""
    actions.reopen_promise(promise_id, viewer=caller().viewer)
    return _promise(promise_id)


def _version(stored: models.Promise) -> str:
    return version_of((stored.what, stored.due_on))


def _promise(promise_id: str, status: int = 200) -> Response:
    stored = promise(promise_id, viewer=caller().viewer)
    return answer(
        answers.promise(stored),
        status,
        version=_version(stored),
        at="workspace_api.show_promise",
        promise_id=promise_id,
    )
