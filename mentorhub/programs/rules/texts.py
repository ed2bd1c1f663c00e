"""How long the words of a programme's page may be. Pure."""

from collections.abc import Mapping

from mentorhub.foundation.errors import Refusal

MARKDOWN_MAX = 20_000  # characters of one text
ANSWER_MAX = 4_000
QUESTIONS_MAX = 50
# Characters of what is stored in one line, or in a few.
MOST: Mapping[str, int] = {
    "title": 160,
    "promise": 300,
    "summary": 500,
    "mentor_name": 200,
    "question": 300,
}


class TextTooLong(Refusal):
    """More characters than are stored; carries the name of the field, and how many there may be."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class TextMissing(Refusal):
    """A text without which there is nothing to show; carries the name of its field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooManyQuestions(Refusal):
    """A page has as many questions as anybody reads."""


def most_of(field: str) -> int:
    """How many characters this field may have; a name that ends in `_md` is that of a Markdown text."""
    return ANSWER_MAX if field == "answer_md" else MOST.get(field, MARKDOWN_MAX)


def refuse_long_texts(texts: Mapping[str, str]) -> None:
    """Raises `TextTooLong` for the first that is longer than it may be."""
    for field, text in texts.items():
        if len(text) > most_of(field):
            raise TextTooLong(field, most_of(field))


def refuse_missing(field: str, text: str) -> None:
    """Raises `TextMissing` for an empty one."""
    if not text:
        raise TextMissing(field)
