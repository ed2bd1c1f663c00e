"""What a practice writes of a programme: its page, its questions, the picture beside links."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, Length, NumberRange, StopValidation

from mentorhub.foundation.names import clean_name
from mentorhub.foundation.slugs import SlugMisshapen, refuse_misshapen_slug, slug_from
from mentorhub.programs.forms.fields import one_line, several_lines
from mentorhub.programs.models.offers import Texts, Written
from mentorhub.programs.rules.offers import MissedInstalment
from mentorhub.programs.rules.terms import MISSED_DAYS, PERCENT, REFUND_DAYS, Policy
from mentorhub.programs.rules.texts import most_of
from mentorhub.web.versioned_forms import VersionedForm


def _at_most(name: str) -> Length:
    too_long = lazy_gettext("Please shorten this to at most %(max)d characters.")
    return Length(max=most_of(name), message=too_long)


def _line(name: str, label: Any, *, missing: Any = None, id: str = "") -> StringField:
    required = [DataRequired(missing)] if missing else []
    return StringField(
        label, id=id or name, filters=[clean_name], validators=[*required, _at_most(name)]
    )


def _words(name: str, label: Any, *, id: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        id=id or name.removesuffix("_md"),
        filters=[several_lines],
        validators=[_at_most(name)],
    )


class WholeNumberField(IntegerField):
    """Digits, and a message that says so."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """As it was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Please write a whole number, such as 14.")) from None

    def pre_validate(self, form: BaseForm) -> None:
        """What is no number is said once."""
        super().pre_validate(form)
        if self.process_errors:
            raise StopValidation


def number_field(
    label: Any, among: range, *, html_id: str | None = None, default: int | None = None
) -> WholeNumberField:
    """A whole number of this range."""
    beyond = lazy_gettext("Please give a number from %(min)s to %(max)s.")
    within = NumberRange(min=among[0], max=among[-1], message=beyond)
    return WholeNumberField(label, id=html_id, default=default, validators=[within])


class SlugForm(FlaskForm):
    """The title of a programme, and the part of its address."""

    title = _line("title", lazy_gettext("Title"), missing=lazy_gettext("Please give it a title."))
    slug = StringField(lazy_gettext("Address"), id="slug", filters=[one_line])

    def filter_slug(self, text: str) -> str:
        """In lower case, as every address here."""
        return text.lower()

    def validate_slug(self, field: StringField) -> None:
        """One that can be part of an address."""
        try:
            refuse_misshapen_slug(field.data or "")
        except SlugMisshapen:
            raise ValidationError(
                _(
                    "Use lower-case letters from a to z, digits and hyphens, such as “an-hour-a-week”."
                )
            ) from None


class NewProgramForm(SlugForm):
    """What a programme begins with; an address left empty is made of the title."""

    begins = RadioField(
        lazy_gettext("Begin with"),
        id="begins",
        choices=[
            (
                "starter",
                lazy_gettext("The starter programme: twelve weeks, written out, yours to change"),
            ),
            ("empty", lazy_gettext("An empty page")),
        ],
        default="starter",
    )

    def validate_slug(self, field: StringField) -> None:
        """One that can be part of an address; of the title where none was typed."""
        field.data = field.data or slug_from(self.title.data or "")
        super().validate_slug(field)


class ProgramForm(SlugForm, VersionedForm):
    """All that a practice writes of a programme; `version` is that of `Program.written`."""

    promise = _line("promise", lazy_gettext("Promise"))
    summary = _words("summary", lazy_gettext("Summary"))
    introduction_md = _words("introduction_md", lazy_gettext("A word from you"))
    suits_md = _words("suits_md", lazy_gettext("It will suit you if"))
    suits_not_md = _words("suits_not_md", lazy_gettext("It will not suit you if"))
    offer_md = _words("offer_md", lazy_gettext("What you get"))
    outline_md = _words("outline_md", lazy_gettext("Week by week"))
    mentor_name = _line("mentor_name", lazy_gettext("Name of the mentor"), id="mentor")
    mentor_md = _words("mentor_md", lazy_gettext("About the mentor"), id="mentor-words")
    refund_full_days = number_field(
        lazy_gettext("All of it until this many days before the start"), REFUND_DAYS
    )
    refund_part_percent = number_field(lazy_gettext("Then so much of it, in percent"), PERCENT)
    refund_part_days = number_field(
        lazy_gettext("Until this many days after the start"), REFUND_DAYS
    )
    refund_policy_md = _words(
        "refund_policy_md", lazy_gettext("In your own words"), id="refund-words"
    )
    missed_instalment = RadioField(
        lazy_gettext("If an instalment is not paid"),
        choices=[
            (MissedInstalment.PAUSE, lazy_gettext("the seat is paused until it is paid")),
            (MissedInstalment.REMOVE, lazy_gettext("the seat ends and goes to the next in line")),
        ],
    )
    missed_after_days = number_field(lazy_gettext("Days after it was due"), MISSED_DAYS)
    terms_md = _words("terms_md", lazy_gettext("Terms"))

    @property
    def most(self) -> dict[str, int]:
        """How many characters each of its texts may have, by the names of the fields."""
        texts = ("title", "mentor_name", *Texts.__dataclass_fields__)
        return {name: most_of(name) for name in texts}

    @property
    def words(self) -> Written:
        """What was typed, for a valid form."""
        values = {name: field.data for name, field in self._fields.items()}
        policy = {name: values[name] for name in Policy.__dataclass_fields__}
        policy["missed_instalment"] = MissedInstalment(policy["missed_instalment"])
        return Written(
            title=values["title"],
            slug=values["slug"],
            mentor_name=values["mentor_name"],
            texts=Texts(**{name: values[name] for name in Texts.__dataclass_fields__}),
            policy=Policy(**policy),
        )


class QuestionForm(VersionedForm):
    """What people ask, and the answer; `version` is that of `ProgramQuestion.written`."""

    question = _line(
        "question", lazy_gettext("Question"), missing=lazy_gettext("Please write the question.")
    )
    answer_md = TextAreaField(
        lazy_gettext("Answer"),
        id="answer",
        filters=[several_lines],
        validators=[DataRequired(lazy_gettext("Please write the answer.")), _at_most("answer_md")],
    )


class ShareImageForm(FlaskForm):
    """A picture for links to a programme; the action says whether it is one."""

    image = FileField(
        lazy_gettext("A picture of your own"),
        id="image",
        validators=[FileRequired(lazy_gettext("Please choose a picture first."))],
    )
