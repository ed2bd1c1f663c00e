"""The code and the documents speak the field's standard words: the project's own dialect of before stays away.

`docs/architecture.md` says what things are called. A word of the list is also seen as a part of a name
(`letter_text`), not as a part of another word.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import files, named

# What each word is called now.
STANDARD = {
    "deed": "action",
    "door": "module, route",
    "fitting": "extension",
    "house": "app, project, operator",
    "kept_pages": "page_cache",
    "knock": "ask",
    "letter": "email, inquiry; of a text: character",
    "nasty": "malformed",
    "newcomer": "arrival",
    "sitting": "script, session",
    "sweep": "periodic task",
    "swept": "pruned",
    "takeaway": "data export",
    "till": "Stripe client; until",
    "untold": "unnotified, unannounced",
}
DIALECT = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(STANDARD)})(?:s|'s)?(?![A-Za-z])", re.IGNORECASE)
# Ordinary English, the standard library's names, style sheets' properties, and what is stored or public.
ORDINARY = re.compile(
    r"letter-spacing|ascii_letters|has_letter|test_a_password_\w+"
    r"|\b(?:\d+|ten|%\(\w+\)[ds]) (?:Latin )?letters|\b(?:lower-case|Latin|the) letters\b"
    r"|at least one letter|a letter, a number|letters (?:and|at|or)|letters, digits"
    r"|Kind\.LETTER|LETTER = \"letter\"|'letter'|\"Letter\""
    r"|\"letters\"|/letters?\"|quiet-letters|six-honest-letters|offers\.LETTERS",
    re.IGNORECASE,
)
# Old names where they are what is told about: rows of before, and this list; prose of invented people.
ABOUT_THEM = re.compile(
    r"^(?:migrations/versions/00(?:[01]\d|2[0-4]|28|31)_|mentorhub/demo/stories/|requirements\.lock$"
    r"|tests/architecture/test_(?:plain_words|stored_names|migration_\w+)\.py$)"
)
# Where one of these words is something else: an angle that is swept, Stripe's own rule, public JSON.
OTHER_SENSE = re.compile(
    r"^(?:mentorhub/web/(?:health|charts/relmap)|mentorhub/accounts/rules/practices"
    r"|tests/web/test_health)\.py$"
)


def dialect_in(text: str) -> Iterator[str]:
    """Each word of the dialect in a text, without what is ordinary English."""
    for line in text.splitlines():
        yield from DIALECT.findall(ORDINARY.sub(" ", line))


def _read() -> list[Path]:
    return [
        path
        for path in files()
        if not ABOUT_THEM.match(named(path)) and not OTHER_SENSE.match(named(path))
    ]


def test_no_file_speaks_the_dialect() -> None:
    found = {named(path): list(dialect_in(path.read_text(errors="replace"))) for path in _read()}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_documents_and_the_code_that_joins_the_packages_are_read() -> None:
    read = {named(path) for path in _read()}
    assert {
        "README.md",
        "docs/decisions.md",
        "mentorhub/app.py",
        "mentorhub/mail/__init__.py",
    } <= read
    assert {"tests/conftest.py", "tests/support/factories.py", "Makefile", ".ci/gate.py"} <= read


@pytest.mark.parametrize(
    "text", ["def _letter_text(", "Every door's guard.", "DEED =", "the house", "newcomers"]
)
def test_a_word_of_the_dialect_is_seen(text: str) -> None:
    assert list(dialect_in(text))


@pytest.mark.parametrize(
    "text", ["letter-spacing: 0", "200 letters at most", "indeed", "a still warehouse", "outdoors"]
)
def test_ordinary_english_is_left_alone(text: str) -> None:
    assert not list(dialect_in(text))
