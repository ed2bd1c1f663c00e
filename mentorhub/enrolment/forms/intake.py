"""A mentee's answers to the intake questions."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, HiddenField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import TextInput

from mentorhub.enrolment.queries.intake import Asked, Intake
from mentorhub.programs.forms.fields import one_line, several_lines
from mentorhub.programs.rules.intake import INTAKE_QUESTIONS_MAX, LONG_ANSWER_MAX
from mentorhub.web.versioned_forms import VersionedForm


class IntakeForm(VersionedForm):
    """A field below each question; all may stay empty. `version` is that of `Intake.answers`.

    `asked` says which questions stood on the page, and in which version: an answer is to what its writer read.
    """

    asked = HiddenField(default="")
    answers = FieldList(
        TextAreaField(
            filters=[several_lines],
            validators=[
                Length(
                    max=LONG_ANSWER_MAX,
                    message=_l("An answer may have at most %(max)d characters."),
                )
            ],
        ),
        max_entries=INTAKE_QUESTIONS_MAX,
    )
    left_over: Sequence[str] = ()  # what was typed to questions that are asked no more
    is_outdated = False  # the questions have changed since the page was opened

    def ask(self, intake: Intake) -> None:
        """One field for each question that is asked now, with what was typed to that question, or else is stored."""
        kept = [one.public_id for one in intake.asked]
        version, *keys = (self.asked.data or "").split() or [intake.asked_version, *kept]
        typed = self._typed(keys)
        self.is_outdated = version != intake.asked_version
        self.left_over = [words for key, words in typed.items() if words and key not in kept]
        while len(self.answers):
            self.answers.pop_entry()
        for one in intake.asked:
            self._add(one, typed.get(one.public_id, one.answer))
        self.asked.raw_data = None
        self.asked.data = " ".join([intake.asked_version, *kept])

    def words(self, intake: Intake) -> dict[str, str]:
        """What was typed, by the public ids of the questions."""
        pairs = zip(intake.asked, self.answers, strict=True)
        return {one.public_id: field.data or "" for one, field in pairs}

    def refuse_long(self, intake: Intake) -> bool:
        """Whether an answer is longer than its question takes, which is said beside it."""
        is_refused = False
        for one, field in zip(intake.asked, self.answers, strict=True):
            most = one.words.answer_max
            if len(field.data or "") > most and not field.errors:
                field.errors = [_("An answer may have at most %(max)d characters.", max=most)]
                is_refused = True
        return is_refused

    def compare_answers(self, intake: Intake) -> None:
        """After `ChangedElsewhere`: name what is stored otherwise than typed."""
        self.read(intake.answers)
        pairs = zip(intake.asked, self.answers, strict=True)
        self.stored = [
            (one.words.question, one.answer)
            for one, field in pairs
            if (field.data or "") != one.answer
        ]

    def _typed(self, keys: Sequence[str]) -> Mapping[str, str]:
        return dict(zip(keys, (field.data or "" for field in self.answers), strict=False))

    def _add(self, one: Asked, answer: str) -> None:
        field = self.answers.append_entry(answer)
        field.label.text = one.words.question
        if not one.words.is_long:
            field.widget = TextInput()
            field.data = one_line(field.data)
