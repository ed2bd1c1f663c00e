"""Values of vCard properties."""

import pytest

from mentorhub.workspace.importers import card_values
from mentorhub.workspace.importers.content_line import Line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a", "a"),
        ("a\\,b\\;c\\:d\\\\e\\nf\\Ng", "a,b;c:d\\e\nf\ng"),
        ("C:\\\\new", "C:\\new"),
        ("a\\x", "a\\x"),
        ("a\\", "a\\"),
    ],
)
def test_escapes_stand_for_what_they_mean(text: str, plain: str) -> None:
    assert card_values.unescaped(text) == plain


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a;b;", ["a", "b", ""]),
        ("a\\;b;c", ["a;b", "c"]),
        ("a\\\\;b", ["a\\", "b"]),
        ("a\\\\\\;b", ["a\\;b"]),
        ("\\\\n;\\n", ["\\n", "\n"]),
        ("", [""]),
    ],
)
def test_parts_end_at_separators_that_are_not_escaped(text: str, parts: list[str]) -> None:
    assert card_values.components(text) == parts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a, b,c", ["a", "b", "c"]),
        ("a\\,b,c", ["a,b", "c"]),
        ("a;b", ["a", "b"]),
        ("a\\;b,c", ["a;b", "c"]),
        ("", [""]),
    ],
)
def test_a_list_has_commas_or_semicolons(text: str, values: list[str]) -> None:
    assert card_values.several(text) == values


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Doe;Ada;Jo,Ann;Dr.;Jr.,MSc", ["Doe", "Ada", "Jo Ann", "Dr.", "Jr. MSc"]),
        ("Doe, Inc", ["Doe, Inc", "", "", "", ""]),
        ("Doe\\, Inc;;;;;;x", ["Doe, Inc", "", "", "", ""]),
    ],
)
def test_a_name_has_five_parts(text: str, names: list[str]) -> None:
    assert card_values.names(text) == names


@pytest.mark.parametrize(
    ("params", "value", "photo"),
    [
        ([("ENCODING", "b")], b"QUJD", b"ABC"),
        ([], b"data:image/png;base64,QUJD", b"ABC"),
        ([], b"DATA:image/svg+xml;charset=x;base64,QUJD", b"ABC"),
        ([("TYPE", "JPEG")], b"/9j/QUJD", b"\xff\xd8\xffABC"),
        ([("VALUE", "uri")], b"https://mail.example/a.jpg", None),
        ([], b"data:text/html,x", None),
        ([("ENCODING", "b")], b"%", b""),
    ],
)
def test_a_photo_is_in_the_card_or_only_pointed_at(
    params: list[tuple[str, str]], value: bytes, photo: bytes | None
) -> None:
    assert card_values.photo(Line("PHOTO", value, params=params)) == photo


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (Line("X-A", b"b", b"X-A;P=1:b"), "X-A;P=1:b"),
        (Line("X-A", b"b", b"x-a:b\nc\0"), "x-a:b\\nc"),
        (Line("X-A", b"", "X-A:é".encode("cp1252")), "X-A:é"),
        (
            Line("X-A", b"=C3=A9=0D=0Ab", b"", "g", [("TYPE", "HOME"), ("ENCODING", "Q"), ("CHARSET", "utf-8")]),
            "g.X-A;TYPE=HOME:é\\nb",
        ),
    ],
)  # fmt: skip
def test_a_line_that_nobody_understands_is_kept_as_one_line_of_text(line: Line, kept: str) -> None:
    assert card_values.kept(line, told="") == kept
