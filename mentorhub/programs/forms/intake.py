"""One intake question, as its practice writes it."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, Length

from mentorhub.foundation.names import clean_name
from mentorhub.programs.rules.intake import INTAKE_QUESTION_MAX, IntakeWords
from mentorhub.web.versioned_forms import VersionedForm

LONG, SHORT = "long", "short"


class IntakeQuestionForm(VersionedForm):
    """What is asked, and how; `version` is that of `IntakeQuestion.written`."""

    question = StringField(
        _l("Question"),
        id="question",
        filters=[clean_name],
        validators=[
            DataRequired(_l("Please write the question.")),
            Length(
                max=INTAKE_QUESTION_MAX,
                message=_l("Please shorten this to at most %(max)d characters."),
            ),
        ],
    )
    answered_in = RadioField(
        _l("Answered in"),
        id="answered-in",
        choices=[(LONG, _l("a few lines or more")), (SHORT, _l("one line"))],
        default=LONG,
    )
    is_required = BooleanField(_l("I need the answer"), id="is-required")

    def fill(self, words: IntakeWords) -> None:
        """With a question as it is stored."""
        for name, value in fields_of(words).items():
            self[name].data = value

    @property
    def words(self) -> IntakeWords:
        """What was typed, for a valid form."""
        return IntakeWords(
            self.question.data, self.answered_in.data == LONG, bool(self.is_required.data)
        )


def fields_of(words: IntakeWords) -> dict[str, object]:
    """A question by the names of the form's fields."""
    return {
        "question": words.question,
        "answered_in": LONG if words.is_long else SHORT,
        "is_required": words.is_required,
    }
