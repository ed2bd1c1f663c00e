"""Forms about what happened: a conversation, a move of the stage."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from mentorhub.workspace.forms.fields import DatedForm, PastField, area, line
from mentorhub.workspace.forms.words import KINDS, choices, explained_stages
from mentorhub.workspace.rules import stages
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind


class InteractionForm(DatedForm):
    """A conversation or a try at one, with or without a favour."""

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
    began = RadioField(
        _l("Who took the first step?"),
        id="log-began",
        choices=[(Began.ME.value, _l("I did")), (Began.THEM.value, _l("They did"))],
        default=Began.ME.value,
    )
    favour = RadioField(
        _l("Was something given?"),
        id="log-favour",
        choices=[
            ("", _l("Nothing special")),
            (Direction.GAVE.value, _l("I gave")),
            (Direction.RECEIVED.value, _l("I received")),
        ],
        default="",
    )
    what = line(_l("What was it?"), "log-what", 300)
    effort = SelectField(
        _l("How much effort was it?"),
        id="log-effort",
        choices=[("1", _l("Little")), ("2", _l("Some")), ("3", _l("Much"))],
        default="1",
    )


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
