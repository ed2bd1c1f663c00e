"""Encodings, as bytes show them and as files and people name them."""

import codecs

import pytest

from mentorhub.workspace.importers import charsets

TEXT = "Name,Ort\nŻółć,Łódź\n"


@pytest.mark.parametrize("name", charsets.NAMES)
def test_each_name_is_a_codec_that_reads_text(name: str) -> None:
    assert charsets.known(name) == name
    assert charsets.text(b"Ada 1", encoding=name if "16" not in name else "") == "Ada 1"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF8", "utf-8"),
        ("us-ascii", "utf-8"),
        ('"ISO_8859-1"', "iso-8859-1"),
        ("latin1", "iso-8859-1"),
        ("CP1252", "windows-1252"),
        ("cp1251", "windows-1251"),
        ("SHIFT-JIS", "shift_jis"),
        ("sjis", "shift_jis"),
        ("ks_c_5601-1987", "euc-kr"),
        ("koi8_r", "koi8-r"),
    ],
)
def test_a_label_may_be_spelt_in_many_ways(label: str, name: str) -> None:
    assert charsets.known(label) == name


@pytest.mark.parametrize(
    "label", ["", "punycode", "idna", "hex", "zip", "unicode_escape", "utf-7", "x" * 999, "\0"]
)
def test_what_is_no_charset_of_a_file_is_not_known(label: str) -> None:
    assert charsets.known(label) == ""


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    ],
)
def test_a_mark_tells_the_encoding(mark: bytes, codec: str, name: str) -> None:
    assert charsets.in_utf8(mark + TEXT.encode(codec)) == (TEXT.encode(), name)


@pytest.mark.parametrize(("codec", "name"), [("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")])
def test_without_a_mark_the_zeros_tell(codec: str, name: str) -> None:
    assert charsets.in_utf8(TEXT.encode(codec)) == (TEXT.encode(), name)
    assert charsets.in_utf8(TEXT.encode(codec), told=name) == (TEXT.encode(), name)


@pytest.mark.parametrize(
    "data", [b"", b"ab", b"a\0b", TEXT.encode(), TEXT.encode("windows-1250"), bytes(64)]
)
def test_other_bytes_stay_as_they_are(data: bytes) -> None:
    assert charsets.in_utf8(data) == (data, "")
    assert charsets.in_utf8(data, told="windows-1250") == (data, "")


def test_a_wide_text_longer_than_a_chunk_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charsets, "_CHUNK", 3)
    text = "a🦜é" * 9
    assert charsets.in_utf8(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))[0] == text.encode()
    assert charsets.encoding_of(text.encode()) == "utf-8"
    assert charsets.encoding_of(text.encode() + b"\xe9") == "windows-1252"
    assert charsets.encoding_of(text.encode()[:-1]) == "windows-1252"


def test_each_piece_is_read_by_what_it_is() -> None:
    assert charsets.text("é".encode()) == "é"
    assert charsets.text("é".encode("cp1252")) == "é"
    assert charsets.text("Ł".encode("cp1250"), encoding="windows-1250") == "Ł"
    assert (
        charsets.text("Ł".encode(), encoding="shift_jis") == "Ł"
    )  # named wrongly, and no Shift JIS
    assert charsets.text(b"\x81") == "\ufffd"


def test_lines_of_an_old_macintosh_end_as_others_do() -> None:
    assert charsets.with_line_feeds(b"a\rb\r") == b"a\nb\n"
    assert charsets.with_line_feeds(b"a\r\nb\rc") == b"a\nb\nc"
    assert charsets.with_line_feeds(b"a\r\nb\r\n") == b"a\r\nb\r\n"
