"""Conversations: logged from the person's page or from any other, and corrected."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions.conversations import change_conversation
from mentorhub.workspace.actions.history import log_interaction
from mentorhub.workspace.forms.conversations import (
    ConversationForm,
    InteractionForm,
    TalkForm,
    by_field,
)
from mentorhub.workspace.forms.gives import GiveForm
from mentorhub.workspace.forms.words import KINDS
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.all_conversations import all_conversations
from mentorhub.workspace.queries.conversations import (
    ConversationPage,
    conversation,
    names_to_choose,
)
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import (
    Favour,
    NobodyLeft,
    Part,
    TooManyParticipants,
)
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.views.bin import delete_and_return
from mentorhub.workspace.views.blueprint import (
    back_to,
    blueprint,
    person_page,
    today,
    undo_fields,
)
from mentorhub.workspace.views.participants import say_wrong_number, typed_people


@blueprint.post("/people/<public_id>/interactions")
@with_notebook
def create_interaction(public_id: str) -> Any:
    """Add a conversation to a person's history, and to that of others who were there."""
    form = InteractionForm(today=today(), on_date=today())
    others = typed_people(form)
    if others is None:
        return person_page(public_id, status=422, log_form=form)
    favour = None
    if form.favour.data:
        favour = Favour(Direction(form.favour.data), form.what.data or "", int(form.effort.data))
    try:
        made = log_interaction(
            [Part(public_id, form.about.data or ""), *others[0]],
            form.conversation(),
            viewer=viewer(),
            new_names=others[1],
            favour=favour,
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, log_form=form)
    except TooManyParticipants as refusal:
        say_wrong_number(form, refusal)
        return person_page(public_id, status=422, log_form=form)
    _say_saved(made)
    return back_to(public_id)


@blueprint.get("/conversations")
@with_notebook
def list_conversations() -> Any:
    """All of them, with whomever, the latest first."""
    page = all_conversations(viewer=viewer(), page=request.args.get("page", 1, type=int))
    return render_template("workspace/list_conversations.html", page=page, kind_names=KINDS)


@blueprint.get("/conversations/new")
@with_notebook
def new_conversation() -> Any:
    """A page to log a conversation, whomever it was with."""
    return _new_page(TalkForm(today=today(), formdata=None, on_date=today()))


@blueprint.post("/conversations")
@with_notebook
def create_conversation() -> Any:
    """Log it with everybody named."""
    form = TalkForm(today=today(), on_date=today())
    people = typed_people(form)
    if people is None:
        return _new_page(form), 422
    try:
        made = log_interaction(
            people[0],
            form.conversation(),
            viewer=viewer(),
            new_names=people[1],
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return _new_page(form), 422
    except (NobodyLeft, TooManyParticipants) as refusal:
        say_wrong_number(form, refusal)
        return _new_page(form), 422
    _say_saved(made)
    return _to_first(made)


@blueprint.get("/conversations/<public_id>")
@with_notebook
def edit_conversation(public_id: str) -> Any:
    """One conversation, to be corrected; what was given in it; to be deleted."""
    return conversation_page(conversation(public_id, viewer=viewer()))


@blueprint.post("/conversations/<public_id>")
@with_notebook
def update_conversation(public_id: str) -> Any:
    """Save what was corrected."""
    page = conversation(public_id, viewer=viewer())
    form = ConversationForm(today=today()).offer(page.conversation.kind)
    others = typed_people(form)
    if others is None:
        return conversation_page(page, form), 422
    try:
        person_id = change_conversation(
            public_id,
            form.conversation(),
            [*form.parts(), *others[0]],
            viewer=viewer(),
            seen=form.version.data or "",
            new_names=others[1],
        )
    except ChangedElsewhere:
        page = conversation(public_id, viewer=viewer())
        form.compare(page.stored, by_field(page.conversation) | _people_stored(page, form))
        return conversation_page(page, form), 422
    except (NobodyLeft, TooManyParticipants) as refusal:
        say_wrong_number(form, refusal)
        return conversation_page(conversation(public_id, viewer=viewer()), form), 422
    flash(_("Saved."))
    return back_to(person_id)


@blueprint.post("/conversations/<public_id>/deletion")
@with_notebook
def delete_conversation(public_id: str) -> Any:
    """Put it into the bin, for everybody who took part."""
    return delete_and_return(Thing.CONVERSATION, public_id)


def conversation_page(
    page: ConversationPage,
    form: ConversationForm | None = None,
    *,
    give_form: GiveForm | None = None,
) -> str:
    """The page of one conversation, with fresh forms but for one that was refused."""
    if form is None:
        form = ConversationForm(today=today(), formdata=None).offer(page.conversation.kind)
        form.fill(page.conversation).read(page.stored)
    return render_template(
        "workspace/edit_conversation.html",
        page=page,
        form=form,
        give_form=give_form or GiveForm(formdata=None).offer(page.participants),
        first=_seen_from(page),
        typed=dict(zip(form.people.data, form.notes.data, strict=False)),
        names=names_to_choose(viewer=viewer()),
    )


def _new_page(form: TalkForm) -> str:
    return render_template(
        "workspace/new_conversation.html", form=form, names=names_to_choose(viewer=viewer())
    )


def _seen_from(page: ConversationPage) -> Person:
    """From whose page it was opened (`back`), if they took part, else the first who did."""
    people = [one.person for one in page.participants]
    back = request.values.get("back", "")
    return next((person for person in people if person.public_id == back), people[0])


def _say_saved(made: str) -> None:
    flash_with_undo(
        _("Saved."), url_for("workspace.delete_conversation", public_id=made), **undo_fields()
    )


def _to_first(public_id: str) -> Response:
    """To the page of the first who took part."""
    first = conversation(public_id, viewer=viewer()).participants[0]
    return back_to(first.person.public_id)


def _people_stored(page: ConversationPage, form: ConversationForm) -> dict[str, str]:
    """What stands of people and notes, in words, where it is not what was typed."""
    now = {one.person.public_id: one.note for one in page.participants}
    typed = {part.public_id: part.note for part in form.parts()}
    if now == typed:
        return {}
    return {
        "people": "\n".join(
            f"{one.person.name}: {one.note}" if one.note else one.person.name
            for one in page.participants
        )
    }
