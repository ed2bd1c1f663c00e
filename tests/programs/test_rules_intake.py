"""How long a question and its answer may be."""

import pytest

from mentorhub.programs.rules.intake import IntakeWords, refuse_unfit_question
from mentorhub.programs.rules.texts import TextMissing, TextTooLong


def test_a_long_answer_has_more_room_than_a_short_one() -> None:
    assert IntakeWords("Why?").answer_max == 4000
    assert IntakeWords("Why?", is_long=False).answer_max == 300


@pytest.mark.parametrize(("question", "refusal"), [("", TextMissing), ("x" * 301, TextTooLong)])
def test_a_question_is_some_words_and_not_many(question: str, refusal: type[Exception]) -> None:
    refuse_unfit_question(IntakeWords("x" * 300))
    with pytest.raises(refusal):
        refuse_unfit_question(IntakeWords(question))
