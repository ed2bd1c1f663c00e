"""Intake questions, which a mentor asks of whoever has a seat: how many, and how long their answers may be. Pure."""

from dataclasses import dataclass

from mentorhub.programs.rules.texts import TextTooLong, refuse_missing

INTAKE_QUESTIONS_MAX = 20  # of a cohort: more than that is a survey
INTAKE_QUESTION_MAX = 300  # characters
SHORT_ANSWER_MAX = 300
LONG_ANSWER_MAX = 4_000


@dataclass(frozen=True)
class IntakeWords:
    """One question, as its practice writes it. `is_required`: without its answer the answers are not complete."""

    question: str
    is_long: bool = True
    is_required: bool = False

    @property
    def answer_max(self) -> int:
        """How many characters its answer may have."""
        return LONG_ANSWER_MAX if self.is_long else SHORT_ANSWER_MAX


def refuse_unfit_question(words: IntakeWords) -> None:
    """Raises `TextMissing` or `TextTooLong`."""
    refuse_missing("question", words.question)
    if len(words.question) > INTAKE_QUESTION_MAX:
        raise TextTooLong("question", INTAKE_QUESTION_MAX)
