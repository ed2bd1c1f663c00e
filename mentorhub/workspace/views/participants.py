"""Names typed into a form of a conversation: found, asked back where several people have one, or added."""

from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import Refusal
from mentorhub.workspace.forms.conversations import TalkForm
from mentorhub.workspace.queries.conversations import people_named
from mentorhub.workspace.rules.conversations import PARTICIPANTS_MAX, NobodyLeft, Part


def typed_people(form: TalkForm) -> tuple[list[Part], list[str]] | None:
    """Who is meant by the names in `others`, and those to be added; None where the form is refused or has to ask back.

    Of several people with a name, `who` says which; names that nobody has are added once `adds` is ticked.
    """
    is_in_order = form.validate()
    if form.others.errors:
        return None
    typed = people_named(form.others.named(), viewer=viewer())
    form.asks = [one for one in typed if len(one.people) > 1]
    form.unknown = [one.name for one in typed if not one.people]
    parts = []
    errors = []
    for one in typed:
        meant = [p for p in one.people if len(one.people) == 1 or p.public_id in form.who.data]
        if len(meant) == 1:
            parts.append(Part(meant[0].public_id))
        elif one.people:
            errors.append(_("You know several people called %(name)s. Choose who.", name=one.name))
    if form.unknown and not form.adds.data:
        names = ", ".join(form.unknown)
        errors.append(_("Nobody in your notebook is called %(names)s.", names=names))
    if errors:
        form.others.errors = errors
    return (parts, list(form.unknown)) if is_in_order and not errors else None


def say_wrong_number(form: TalkForm, refusal: Refusal) -> None:
    """Beside the names: that there has to be somebody, or that there are too many."""
    if isinstance(refusal, NobodyLeft):
        form.others.errors = [_("Please write who was there.")]
    else:
        most = PARTICIPANTS_MAX
        form.others.errors = [_("A conversation can have %(most)d people at most.", most=most)]
