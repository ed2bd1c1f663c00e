"""A week's check-in and the mentor's review as typed text, with messages in plain words."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, FieldList, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from mentorhub.foundation.names import clean_name
from mentorhub.reviews import rules
from mentorhub.reviews.models import Review

DEFAULT_PROMPTS = (
    _l("Who did you meet or write to this week?"),
    _l("What did you give this week, without being asked?"),
    _l("Where are you stuck?"),
)


class CheckInForm(FlaskForm):
    """One week's check-in: an answer below each question."""

    mentorship = HiddenField()
    week = IntegerField(widget=HiddenInput(), default=0)
    version = IntegerField(widget=HiddenInput(), default=0)
    stored: Sequence[tuple[str, str]] = ()
    answers = FieldList(
        TextAreaField(
            filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
            validators=[
                Length(
                    max=rules.ANSWER_MAX,
                    message=_l("This is longer than %(max)d characters; what is the heart of it?"),
                )
            ],
        ),
        max_entries=rules.PROMPTS_MAX,
    )

    def ask(self, prompts: Sequence[str]) -> None:
        """Label one answer field for each question, whatever was posted."""
        while len(self.answers) > len(prompts):
            self.answers.pop_entry()
        while len(self.answers) < len(prompts):
            self.answers.append_entry("")
        for field, prompt in zip(self.answers, prompts, strict=True):
            field.label.text = prompt

    def write_over(self, version: int) -> None:
        """Set the saved version that these words would replace, whatever was posted."""
        self.version.raw_data, self.version.data = None, version

    def compare(self, stored: Sequence[str]) -> None:
        """Collect (question, saved answer) where the saved answer differs from what was typed here."""
        self.stored = [
            (str(field.label.text), words)
            for field, words in zip(self.answers, stored, strict=True)
            if words != (field.data or "")
        ]

    @property
    def words(self) -> list[str]:
        """The answer to each question."""
        return [field.data or "" for field in self.answers]


class ReviewForm(FlaskForm):
    """The mentor's review: an answer, and at most one next step."""

    body = TextAreaField(
        _l("Your answer"),
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
        validators=[
            DataRequired(message=_l("Please write a line or two.")),
            Length(
                max=rules.ANSWER_MAX,
                message=_l("This is longer than %(max)d characters; please shorten it."),
            ),
        ],
    )
    next_step = StringField(
        _l("One next step"),
        filters=[clean_name],
        validators=[
            Length(
                max=rules.NEXT_STEP_MAX,
                message=_l("Please keep the step within %(max)d characters."),
            )
        ],
    )
    next_step_on = DateField(
        _l("By when"),
        validators=[Optional()],
    )

    today: dt.date

    def is_as_sent(self, review: Review) -> bool:
        """Whether these words are the ones that were sent: the form was submitted twice."""
        sent = review.body, review.next_step, review.next_step_on
        return sent == (self.body.data, self.next_step.data or "", self.next_step_on.data)

    def validate_next_step_on(self, field: DateField) -> None:
        """A date needs its step, and is not in the past."""
        if field.data is None:
            return
        if not self.next_step.data:
            raise ValidationError(_l("Write the next step for this date, or leave the date empty."))
        if field.data < self.today:
            raise ValidationError(_l("This date is in the past; choose a later one."))
