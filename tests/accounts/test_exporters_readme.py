"""README.txt: every file is explained, what is left out has its reason, and it fits a plain window."""

from flask import Flask

from mentorhub.accounts.exporters.readme import WIDTH, left_out, readme
from mentorhub.foundation.data_export import File

FILES = [
    File("notebook/people.csv", "Everybody you know.", lambda: []),
    File("weeks/weeks.json", "Each week. " * 20, lambda: []),
]


def _text() -> str:
    made = readme(FILES, name="Zoë Ångström", email="zoe@example.org", made="Thursday 7 May")
    assert made.name == "README.txt"
    return b"".join(made.pieces()).decode()


def test_every_file_is_explained_below_its_name(in_app: Flask) -> None:
    text = _text()
    assert "Of Zoë Ångström, zoe@example.org. Made Thursday 7 May." in text
    assert "notebook/people.csv\n    Everybody you know.\n" in text
    assert "weeks/weeks.json\n    Each week." in text


def test_what_is_left_out_has_its_reason(in_app: Flask) -> None:
    text = " ".join(_text().split())
    assert len(left_out()) == 5
    assert [what for what, why in left_out() if f"{what} {why}" not in text] == []


def test_no_line_is_wider_than_a_plain_window(in_app: Flask) -> None:
    assert max(len(line) for line in _text().splitlines()) <= WIDTH
