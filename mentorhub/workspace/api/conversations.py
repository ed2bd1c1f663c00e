"""Conversations and what was given in them: listed, logged, corrected, put into the bin."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.cursors import following, position
from mentorhub.web.api.repeats import form_key
from mentorhub.web.api.routes import answer, described, nothing, seen
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.conversations import change_conversation
from mentorhub.workspace.actions.history import log_interaction
from mentorhub.workspace.api import answers
from mentorhub.workspace.api.blueprint import blueprint, refusals
from mentorhub.workspace.queries.all_conversations import all_conversations
from mentorhub.workspace.queries.conversations import conversation
from mentorhub.workspace.rules import conversations as values
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.schemas.conversations import (
    Conversation,
    ConversationChange,
    Conversations,
    ConversationsQuery,
    NewConversation,
    Participant,
)

TAG = "Conversations"
PLAIN = ("kind", "at_time", "minutes", "began", "note", "is_two_way")


@blueprint.get("/conversations")
@with_token(Scope.READ)
@described(TAG, query=ConversationsQuery, answers={200: Conversations})
def list_conversations(query: ConversationsQuery) -> Response:  # noqa: ARG001 - the cursor is signed
    """All conversations, the latest first."""
    found = all_conversations(viewer=caller().viewer, page=max(1, position()))
    rows = [
        answers.conversation(one.interaction, one.participants, one.gives) for one in found.rows
    ]
    more = found.page + 1 if found.has_earlier else None
    return answer(Conversations(conversations=rows, next=following(more)))


@blueprint.get("/people/<person_id>/conversations")
@with_token(Scope.READ)
@described(TAG, query=ConversationsQuery, answers={200: Conversations})
def list_person_conversations(person_id: str, query: ConversationsQuery) -> Response:  # noqa: ARG001
    """The conversations with one person, the latest first."""
    page = max(1, position())
    found = all_conversations(viewer=caller().viewer, page=page, person=person_id)
    rows = [
        answers.conversation(one.interaction, one.participants, one.gives) for one in found.rows
    ]
    more = found.page + 1 if found.has_earlier else None
    return answer(Conversations(conversations=rows, next=following(more)))


@blueprint.post("/conversations")
@with_token(Scope.WRITE)
@described(TAG, body=NewConversation, answers={201: Conversation})
def create_conversation(body: NewConversation) -> Response:
    """Log a conversation, or a try at one, with everybody who took part."""
    told = values.Conversation(
        on_date=body.on_date or caller().today,
        **{name: getattr(body, name) for name in PLAIN},
    )
    with refusals():
        made = log_interaction(
            _parts(body.people),
            told,
            viewer=caller().viewer,
            new_names=body.new_names,
            form_key=form_key(),
        )
    return _conversation(made, 201)


@blueprint.get("/conversations/<conversation_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: Conversation})
def show_conversation(conversation_id: str) -> Response:
    """One conversation."""
    return _conversation(conversation_id)


@blueprint.patch("/conversations/<conversation_id>")
@with_token(Scope.WRITE)
@described(TAG, body=ConversationChange, answers={200: Conversation})
def update_conversation(conversation_id: str, body: ConversationChange) -> Response:
    """Correct a conversation: only the fields that are sent."""
    page = conversation(conversation_id, viewer=caller().viewer)
    version = seen(version_of(page.stored))
    sent = body.model_fields_set
    told = replace(
        page.conversation, **{name: getattr(body, name) for name in PLAIN if name in sent}
    )
    if body.on_date is not None:
        told = replace(told, on_date=body.on_date)
    stayed = [values.Part(one.person.public_id, one.note) for one in page.participants]
    with refusals():
        change_conversation(
            conversation_id,
            told,
            _parts(body.people) if "people" in sent else stayed,
            viewer=caller().viewer,
            seen=version,
            new_names=body.new_names,
        )
    return _conversation(conversation_id)


@blueprint.delete("/conversations/<conversation_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_conversation(conversation_id: str) -> Response:
    """Put a conversation into the bin for 30 days, for everybody who took part."""
    delete_thing(Thing.CONVERSATION, conversation_id, viewer=caller().viewer)
    return nothing()


def _parts(people: Sequence[Participant]) -> list[values.Part]:
    return [values.Part(one.id, one.note) for one in people]


def _conversation(conversation_id: str, status: int = 200) -> Response:
    page = conversation(conversation_id, viewer=caller().viewer)
    return answer(
        answers.conversation(page.interaction, page.participants, page.gives),
        status,
        version=version_of(page.stored),
        at="workspace_api.show_conversation",
        conversation_id=conversation_id,
    )
