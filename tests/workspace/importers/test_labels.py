"""One word for what formats call by several."""

import pytest

from mentorhub.workspace.importers import labels


@pytest.mark.parametrize(
    ("types", "label"),
    [
        ([], ""),
        (["INTERNET", "pref", "VOICE"], ""),
        (["CELL", "VOICE", "WORK"], "work mobile"),
        (["fax", "home"], "home fax"),
        (["HOME", "home"], "home"),
        (["IPHONE", "CELL"], "mobile"),
        (["work", "cell", "voice", "video", "text"], "work mobile"),
        (["X-Assistant"], "assistant"),
        (["customtype"], "customtype"),
        (["x" * 99], "x" * 60),
    ],
)
def test_types_make_one_label(types: list[str], label: str) -> None:
    assert labels.of_types(types) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("", ""),
        ("_$!<HomePage>!$_", "website"),
        ("_$!<Mobile>!$_", "mobile"),
        ("_$!<Sister>!$_", "sister"),
        ("* Work", "work"),
        ("*", ""),
        ("Work Fax", "work fax"),
        ("HomeFax", "home fax"),
        ("Business", "work"),
        ("Other", "other"),
        ("Flat in London", "Flat in London"),
        ("  Mum’s   work ", "Mum’s work"),
    ],
)
def test_an_owners_own_words_stay(text: str, label: str) -> None:
    assert labels.own(text) == label
