"""What was given or received: listed, added to a conversation, corrected, put into the bin."""

from flask import Response

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.cursors import following, position
from mentorhub.web.api.routes import answer, described, nothing, seen
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.gives import add_favour, change_give
from mentorhub.workspace.api import answers
from mentorhub.workspace.api.blueprint import blueprint, refusals
from mentorhub.workspace.models import history
from mentorhub.workspace.queries.gives import give_page
from mentorhub.workspace.queries.listed import conversations_of, listed
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.schemas.conversations import Give, GiveChange, Gives, GivesQuery, NewGive

TAG = "Gives"


@blueprint.get("/gives")
@with_token(Scope.READ)
@described(TAG, query=GivesQuery, answers={200: Gives})
def list_gives(query: GivesQuery) -> Response:
    """What was given and received, the earliest first."""
    viewer = caller().viewer
    found = listed(
        history.Give,
        viewer=viewer,
        after=position(),
        person=query.person or "",
        where={"direction": query.direction},
    )
    within = conversations_of(found.rows, viewer=viewer)
    rows = [
        answers.give(one, one.person, conversation=within.get(one.interaction_id))
        for one in found.rows
    ]
    return answer(Gives(gives=rows, next=following(found.after)))


@blueprint.post("/conversations/<conversation_id>/gives")
@with_token(Scope.WRITE)
@described(TAG, body=NewGive, answers={201: Give})
def create_give(conversation_id: str, body: NewGive) -> Response:
    """Add something that was given in a conversation, to or by somebody who took part."""
    favour = Favour(body.direction, body.what, body.effort)
    made = add_favour(conversation_id, favour, who=body.person, viewer=caller().viewer)
    return _give(made, 201)


@blueprint.get("/gives/<give_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: Give})
def show_give(give_id: str) -> Response:
    """One of them."""
    return _give(give_id)


@blueprint.patch("/gives/<give_id>")
@with_token(Scope.WRITE)
@described(TAG, body=GiveChange, answers={200: Give})
def update_give(give_id: str, body: GiveChange) -> Response:
    """Correct it: only the fields that are sent."""
    before, who = give_page(give_id, viewer=caller().viewer).stored
    version = seen(version_of((before, who)))
    sent = body.model_fields_set
    favour = Favour(
        body.direction if "direction" in sent else before.direction,
        body.what if "what" in sent else before.what,
        body.effort if "effort" in sent else before.effort,
    )
    with refusals():
        change_give(give_id, favour, who=body.person or who, viewer=caller().viewer, seen=version)
    return _give(give_id)


@blueprint.delete("/gives/<give_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_give(give_id: str) -> Response:
    """Put it into the bin for 30 days."""
    delete_thing(Thing.GIVE, give_id, viewer=caller().viewer)
    return nothing()


def _give(give_id: str, status: int = 200) -> Response:
    page = give_page(give_id, viewer=caller().viewer)
    return answer(
        answers.give(page.give, page.give.person, conversation=page.interaction.public_id),
        status,
        version=version_of(page.stored),
        at="workspace_api.show_give",
        give_id=give_id,
    )
