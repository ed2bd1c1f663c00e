"""One content line: its parameters, and its value without its encoding."""

import pytest

from mentorhub.workspace.importers.content_line import Line, from_base64


@pytest.mark.parametrize(
    ("params", "value", "text"),
    [
        ([], "é".encode(), "é"),
        ([], "é".encode("cp1252"), "é"),
        ([("CHARSET", "ISO-8859-2")], "Ł".encode("iso-8859-2"), "Ł"),
        ([("CHARSET", "nonsense")], "Ł".encode(), "Ł"),
        ([("ENCODING", "QUOTED-PRINTABLE")], b"a=C3=A9=0D=0Ab=", "aé\r\nb"),
        ([("TYPE", "QUOTED-PRINTABLE")], b"=41", "A"),
        ([("ENCODING", "b")], b"w6k=", "é"),
        ([("ENCODING", "BASE64"), ("CHARSET", "windows-1252")], b"6Q==", "é"),
        ([("ENCODING", "8BIT")], b"=41", "=41"),
        ([("ENCODING", "QUOTED-PRINTABLE")], b"100 % =ZZ =", "100 % =ZZ "),
    ],
)
def test_a_value_is_decoded_by_what_its_line_says(
    params: list[tuple[str, str]], value: bytes, text: str
) -> None:
    assert Line("NOTE", value, params=params).text() == text


def test_a_charset_that_was_chosen_gives_way_to_the_lines_own() -> None:
    assert Line("FN", "Ł".encode("cp1250")).text(told="windows-1250") == "Ł"
    own = Line("FN", "Ж".encode("koi8-r"), params=[("CHARSET", "KOI8-R")])
    assert own.text(told="windows-1250") == "Ж"


def test_types_stand_in_several_parameters() -> None:
    line = Line("TEL", b"1", params=[("TYPE", "HOME,VOICE"), ("PREF", "1"), ("TYPE", "cell")])
    assert line.types == ["HOME", "VOICE", "cell"]
    assert (line.param("PREF"), line.param("VALUE"), line.encoding) == ("1", "", "")


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (b"QUJD", b"ABC"),
        (b"QUI", b"AB"),
        (b" QU\r\nJD ", b"ABC"),
        (b"QUI=\n!", b"AB"),
        (b"A", b""),
        (b"", b""),
        (b"%", b""),
    ],
)
def test_base64_is_read_however_it_is_folded(value: bytes, data: bytes) -> None:
    assert from_base64(value) == data
