"""Forms about people: somebody new or changed, several names at once, and how one or many appear to the mentor."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Optional

from mentorhub.accounts.forms.fields import could_exist
from mentorhub.programs.forms.fields import one_line, several_lines
from mentorhub.workspace.forms.fields import DatedForm, PastField, area, at_most, line
from mentorhub.workspace.forms.words import TIERS, VISIBILITIES, choices
from mentorhub.workspace.rules.rhythm import Tier


class PersonForm(DatedForm):
    """Somebody new, or what is written about somebody; only the name is needed."""

    name = line(
        _l("Who did you meet?"), "person-name", 200, DataRequired(_l("Please write a name."))
    )
    note = area(_l("What did you talk about?"), "person-note")
    occasion = line(_l("Where you met"), "person-occasion", 200)
    met_on = PastField(_l("When you met"), [Optional()], id="person-met")
    purpose = line(_l("Why you would like to stay in touch"), "person-purpose", 500)
    headline = line(_l("What they do"), "person-headline", 200)
    company = line(_l("Company"), "person-company", 200)
    email = EmailField(
        _l("Email"), id="person-email", filters=[one_line], validators=[Optional(), could_exist]
    )
    phone = line(_l("Phone"), "person-phone", 60)
    remember = area(_l("Worth remembering"), "person-remember")
    tier = SelectField(
        _l("How often you would like to be in touch"),
        id="person-tier",
        choices=choices(TIERS),
        default=Tier.ACTIVE.value,
    )
    closeness = SelectField(
        _l("How close you feel"),
        id="person-closeness",
        choices=[
            ("", _l("Not said")),
            ("1", _l("1, barely acquainted")),
            *((str(number), str(number)) for number in range(2, 7)),
            ("7", _l("7, very close")),
        ],
        default="",
    )


class NamesForm(FlaskForm):
    """The first names of an empty notebook, one on each line."""

    names = TextAreaField(
        _l("Who did you meet in the last year, and still think about now and then?"),
        id="first-names",
        filters=[several_lines],
        validators=[DataRequired(_l("One name is enough.")), at_most(4000)],
    )


def _visibility() -> RadioField:
    return RadioField(_l("What your mentor sees"), id="visibility", choices=choices(VISIBILITIES))


class VisibilityForm(FlaskForm):
    """How a person appears to the mentor."""

    visibility = _visibility()


class GroupForm(FlaskForm):
    """How all of a group appear to the mentor."""

    whom = SelectField(_l("For which people"), id="whom", validate_choice=False)
    visibility = _visibility()

    def offer(self, groups: Sequence[tuple[str, str]]) -> "GroupForm":
        """The groups to choose from: a value and its words; returns itself."""
        self.whom.choices = list(groups)
        return self

    def validate_whom(self, field: Field) -> None:
        """Refuse a group that is not, or no longer, in the notebook."""
        if field.data not in dict(self.whom.choices):
            raise ValidationError(_("Nobody is in this group any more. Please choose again."))
