"""Content lines, unfolded in every way that programs fold."""

import pytest

from mentorhub.workspace.importers import content_lines
from mentorhub.workspace.importers.content_line import Line


def lines(*physical: str) -> list[Line]:
    """The lines of one card."""
    (card,) = content_lines.cards("\r\n".join(["BEGIN:VCARD", *physical, "END:VCARD"]).encode())
    return card.lines


def values(*physical: str) -> list[tuple[str, str]]:
    """Names and undecoded values of one card's lines."""
    return [(line.name, line.value.decode()) for line in lines(*physical)]


@pytest.mark.parametrize(
    ("physical", "found"),
    [
        (["NOTE:a", " b", "\tc"], [("NOTE", "abc")]),
        (["NOTE:a", "  b"], [("NOTE", "a b")]),
        (["VERSION:2.1", "NOTE:a", " b"], [("VERSION", "2.1"), ("NOTE", "a b")]),
        (["VERSION:2.1", "NOTE:" + "a" * 70, " b"], [("VERSION", "2.1"), ("NOTE", "a" * 70 + "b")]),
        (
            ["VERSION:2.1", "NOTE:" + "a" * 68, " b"],
            [("VERSION", "2.1"), ("NOTE", "a" * 68 + " b")],
        ),
        (["NOTE:a", "", "b"], [("NOTE", "a\nb")]),
        (["FN:a", "TEL;TYPE=", " home:1"], [("FN", "a"), ("TEL", "1")]),
        (["NOTE;QUOTED-PRINTABLE:a=", "b: c=", "d"], [("NOTE", "ab: cd")]),
        (["NOTE;QUOTED-PRINTABLE:a=", "TEL:1"], [("NOTE", "a="), ("TEL", "1")]),
        (["NOTE;QUOTED-PRINTABLE:a=", " b"], [("NOTE", "a b")]),
        (["NOTE;QUOTED-PRINTABLE:a=", " b=", " c"], [("NOTE", "abc")]),
        (
            ["NOTE;QUOTED-PRINTABLE:a=0D=0A=", "TEL: 1=0D=0A=", "", "UID:2"],
            [("NOTE", "a=0D=0ATEL: 1=0D=0A"), ("UID", "2")],
        ),
        (["NOTE:a=", "TEL:1"], [("NOTE", "a="), ("TEL", "1")]),
        (["PHOTO;BASE64:QUJD", " QUJD", "", "TEL:1"], [("PHOTO", "QUJDQUJD"), ("TEL", "1")]),
        (["PHOTO;ENCODING=B:QUJD", "QUJD", "N:x"], [("PHOTO", "QUJDQUJD"), ("N", "x")]),
        (
            ["NOTE:Met", "at 9: yes", "Title: none", "tel;type=home:1"],
            [("NOTE", "Met\nat 9: yes\nTitle: none"), ("TEL", "1")],
        ),
        (["N ;CHARSET=x :a", "TEL :1"], [("N", "a"), ("TEL", "1")]),
        (["no colon", "FN:a"], [("FN", "a")]),
        (["no colon", " folded", "NOTE;QUOTED-PRINTABLE:a"], [("NOTE", "a")]),
        (
            ["FN:a", "", "    TEL;WORK:1", "", "    EMAIL:b"],
            [("FN", "a"), ("TEL", "1"), ("EMAIL", "b")],
        ),
        (["NOTE:a", "  b: c", "  Tel: 1"], [("NOTE", "a b: c Tel: 1")]),
        (["  FN:a", "  TEL:1", "\tNOTE:b"], [("FN", "a"), ("TEL", "1"), ("NOTE", "b")]),
    ],
)
def test_a_line_goes_on_where_a_person_would_read_on(
    physical: list[str], found: list[tuple[str, str]]
) -> None:
    assert values(*physical) == found


@pytest.mark.parametrize(
    ("physical", "group", "params"),
    [
        ("item1.TEL;TYPE=HOME;pref:1", "item1", [("TYPE", "HOME"), ("TYPE", "pref")]),
        ("ITEM2.TEL:1", "item2", []),
        ('TEL;TYPE="home,voice":1', "", [("TYPE", "home,voice")]),
        ('ADR;LABEL="a:b;c^nd^\'e":1', "", [("LABEL", 'a:b;c\nd"e')]),
        ('TEL;X="open:1', "", [("X", "open")]),
        (
            "TEL;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:1",
            "",
            [("ENCODING", "QUOTED-PRINTABLE"), ("CHARSET", "utf-8")],
        ),
    ],
)
def test_a_line_has_a_group_and_parameters(
    physical: str, group: str, params: list[tuple[str, str]]
) -> None:
    (line,) = lines(physical)
    assert (line.group, line.params, line.value) == (group, params, b"1")
    assert line.raw.decode() == physical


def test_what_stands_before_a_value_is_only_so_long() -> None:
    assert values("TEL" + ";x" * content_lines.HEAD_MAX + ":1", "FN:a") == [("FN", "a")]


@pytest.mark.parametrize("limit", ["CARD_MAX", "CARD_LINES_MAX", "LINES_MAX"])
def test_a_card_too_long_to_be_a_person_is_not_read(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_lines, limit, 3)
    (card,) = content_lines.cards(b"BEGIN:VCARD\nFN:a\nTEL:1\nTEL:2\nTEL:3\nEND:VCARD\n")
    assert card.is_too_long and not card.lines


def entries(text: str) -> list[list[tuple[str, bytes]]]:
    """Names and values of each entry of an LDIF file."""
    return [
        [(line.name, line.value) for line in card.lines]
        for card in content_lines.entries(text.encode())
    ]


def test_entries_stand_between_blank_lines() -> None:
    text = "# a comment\n# \nversion: 1\ndn: x\ncn: A\n da \n\n \n\r\ndn: y\r\ncn;lang-en:: QWRh\nmail:< file:///x\n\n\n"
    assert entries(text) == [
        [("VERSION", b"1"), ("DN", b"x"), ("CN", b"Ada ")],
        [("DN", b"y"), ("CN", b"Ada"), ("MAIL", b"")],
    ]
    assert entries("") == entries("\n\n") == entries("# only a comment\n") == []


def test_an_entry_too_long_to_be_a_person_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "LINES_MAX", 2)
    found = list(content_lines.entries(b"dn: a\ncn: a\nsn: a\nsn: b\n\ndn: b\n"))
    assert [(one.is_too_long, len(one.lines)) for one in found] == [(True, 0), (False, 1)]
