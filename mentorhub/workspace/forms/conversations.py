"""Forms about what happened: a conversation, a move of the stage."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from mentorhub.programs.forms.fields import several_lines
from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import (
    NOTE_MAX,
    ClockField,
    DatedForm,
    ManyField,
    PastField,
    area,
    line,
)
from mentorhub.workspace.forms.words import EFFORTS, GIVEN, KINDS, choices, explained_stages
from mentorhub.workspace.queries.conversations import NameTyped
from mentorhub.workspace.rules import stages
from mentorhub.workspace.rules.conversations import MINUTES_MAX, Conversation, Part
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind


class TalkForm(DatedForm):
    """A conversation or a try at one, with whoever was there; `asks` and `unknown` are what it asks back about."""

    others = ManyField(_l("Who was there?"), "log-others", 200)
    note = area(_l("What did you talk about?"), "log-note")
    kind = RadioField(
        _l("How did you speak?"), id="log-kind", choices=choices(KINDS), default=Kind.MESSAGE.value
    )
    is_two_way = RadioField(
        _l("Was it answered?"),
        id="log-two-way",
        choices=[("yes", _l("Yes, or we spoke")), ("no", _l("Not yet"))],
        validators=[InputRequired(_l("Please say whether it was answered. Only then it counts."))],
    )
    on_date = PastField(_l("When"), id="log-on")
    at_time = ClockField(_l("At what time"), [Optional()], id="log-time")
    minutes = IntegerField(
        _l("How many minutes"),
        [Optional(), NumberRange(1, MINUTES_MAX, _l("Please give 1 to 1440 minutes."))],
        id="log-minutes",
    )
    began = RadioField(
        _l("Who took the first step?"),
        id="log-began",
        choices=[(Began.ME.value, _l("I did")), (Began.THEM.value, _l("They did"))],
        default=Began.ME.value,
    )
    who = ManyField(_l("Which of them"), "log-who", 22)
    adds = BooleanField(_l("Add them to the notebook"), id="log-adds")
    asks: Sequence[NameTyped] = ()
    unknown: Sequence[str] = ()

    def conversation(self) -> Conversation:
        """What was typed."""
        return Conversation(
            Kind(self.kind.data),
            self.on_date.data,
            is_two_way=self.is_two_way.data == "yes",
            note=self.note.data or "",
            began=Began(self.began.data),
            at_time=self.at_time.data,
            minutes=self.minutes.data,
        )


class InteractionForm(TalkForm):
    """One with the person whose page it is on, with or without a favour."""

    others = ManyField(_l("Others who were there"), "log-others", 200)
    about = area(_l("A note about this person alone"), "log-about")
    favour = RadioField(
        _l("Was something given?"),
        id="log-favour",
        choices=[("", _l("Nothing special")), *GIVEN],
        default="",
    )
    what = line(_l("What was it?"), "log-what", 300)
    effort = SelectField(
        _l("How much effort was it?"), id="log-effort", choices=EFFORTS, default="1"
    )


class ConversationForm(VersionedForm, TalkForm):
    """One that stands in the notebook: `people` with `notes` about each, and who of them was not there (`gone`)."""

    people = ManyField(_l("Who was there"), "log-people", 22)
    notes = ManyField(_l("Notes about each"), "log-notes", NOTE_MAX, read=several_lines)
    gone = ManyField(_l("Who was not there"), "log-gone", 22)
    others = ManyField(_l("Others who were there"), "log-others", 200)

    def offer(self, kind: Kind) -> "ConversationForm":
        """Offer "you met" beside the other kinds where it is one; returns itself."""
        if kind is Kind.FIRST_MEETING:
            self.kind.choices = [(kind.value, _("You met")), *self.kind.choices]
        return self

    def fill(self, conversation: Conversation) -> "ConversationForm":
        """Show what is stored; returns itself."""
        for name, value in by_field(conversation).items():
            self[name].process_data(value)
        return self

    def parts(self) -> list[Part]:
        """Who was there already and stays, each with the note about them."""
        beside = zip(self.people.data, self.notes.data, strict=False)
        return [Part(who, note) for who, note in beside if who not in self.gone.data]


def by_field(conversation: Conversation) -> dict[str, Any]:
    """What is stored, as the form's fields hold it."""
    return {
        "note": conversation.note,
        "kind": conversation.kind.value,
        "is_two_way": "yes" if conversation.is_two_way else "no",
        "on_date": conversation.on_date,
        "at_time": conversation.at_time,
        "minutes": conversation.minutes,
        "began": conversation.began.value,
    }


class StageForm(FlaskForm):
    """A move of the stage, confirmed by its owner; closing needs a reason."""

    stage = RadioField(
        _l("New stage"),
        id="stage-to",
        choices=[],
        validators=[InputRequired(_l("Please choose a stage."))],
    )
    reason = line(_l("Why?"), "stage-reason", 500)

    def offer(self, present: Stage) -> "StageForm":
        """Leave only the stages that may follow the present one; returns itself."""
        self.stage.choices = explained_stages(stages.moves_from(present))
        return self

    def validate_reason(self, field: Field) -> None:
        """Refuse closing without a reason."""
        if self.stage.data == Stage.CLOSED and not field.data:
            raise ValidationError(_("Please write why, so that you remember it later."))
