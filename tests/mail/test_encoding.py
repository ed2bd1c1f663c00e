"""The octets that leave: seven bits, short lines, words that every parser reads back as they were."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentorhub.mail.encoding import alternatives, mailbox, verbatim, words

ENCODED_WORD = re.compile(rb"=\?[^?\s]+\?[^?\s]+\?[^?\s]*\?=")
LINES = st.text(
    st.sampled_from("aZ ,.\"\\()<>@:;[]=?_'-éßø文字يא🎉\u200d\u2068\u2069"),
    min_size=1,
    max_size=200,
)
WORDS = LINES.map(lambda text: " ".join(text.split())).filter(bool)
LONG = "Grüße an alle, die lange Zeilen schreiben " * 30


def written(
    name: str = "Bríd", subject: str = "A seat", text: str = "Grüße", to: str = "brid@example.org"
) -> bytes:
    """A message as it is sent."""
    head = mailbox("To", Address(name, *to.split("@"))) + words("Subject", subject)
    return (head + alternatives(text, f"<p>{text}</p>")).encode("ascii")


def name_in(raw: bytes) -> str:
    """The reader's name, as the older of Python's parsers has it; the newer adds spaces between encoded words."""
    phrase, _, _address = str(message_from_bytes(raw)["To"]).rpartition("<")
    if phrase.startswith('"'):
        return re.sub(r"\\(.)", r"\1", phrase.strip()[1:-1])
    return str(make_header(decode_header(phrase.strip())))


@given(WORDS, WORDS)
def test_words_are_read_back_as_they_were(name: str, subject: str) -> None:
    raw = written(name, subject)
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == subject
    (address,) = read["To"].addresses
    assert address.addr_spec == "brid@example.org"
    assert name_in(raw) == name


@given(WORDS, WORDS, st.text())
def test_seven_bits_in_short_lines_leave_and_no_encoded_word_is_over_75(
    name: str, subject: str, text: str
) -> None:
    raw = written(name, subject, text)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(word) <= 75 for word in ENCODED_WORD.findall(raw))


def body_in(raw: bytes, subtype: str) -> EmailMessage:
    """The one part of this kind, as a parser finds it."""
    read = message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage) and read.get_content_type() == "multipart/alternative"
    plain, html = read.iter_parts()
    part = {"plain": plain, "html": html}[subtype]
    assert isinstance(part, EmailMessage) and part.get_content_type() == f"text/{subtype}"
    assert not (read.defects or part.defects)
    return part


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
@example("short\n")
@example("-- \nMentorHub\n")
@example("x" * 2000)
@example("文" * 500)
@example(".\n..\nFrom me\n")
@example("--=_alternatives--\n")
@example(LONG)
def test_both_bodies_are_read_back_as_they_were(text: str) -> None:
    raw = written(text=text)
    for subtype, said in (("plain", text), ("html", f"<p>{text}</p>")):
        part = body_in(raw, subtype)
        assert part["Content-Transfer-Encoding"] in {"quoted-printable", "base64"}
        ended = "" if said.endswith("\n") or not said else "\n"
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert payload.decode().replace("\r\n", "\n") == said + ended


def test_what_is_mostly_beyond_ascii_takes_the_shorter_way() -> None:
    ways = {
        text: body_in(written(text=text), "plain")["Content-Transfer-Encoding"]
        for text in ("Dear Bríd,\n" * 9, "文字" * 99)
    }
    assert list(ways.values()) == ["quoted-printable", "base64"]


def test_plain_words_stay_plain() -> None:
    raw = written('O\'Neill, "Bo"', "A seat")
    assert b'To: "O\'Neill, \\"Bo\\"" <brid@example.org>\r\n' in raw
    assert b"Subject: A seat\r\n" in raw


@pytest.mark.parametrize(
    "spoof", ["=?utf-8?q?From_your_bank?=", "=?utf-8?q?=0D=0ABcc:_x@example.org?="]
)
def test_what_looks_encoded_is_read_as_it_was_typed(spoof: str) -> None:
    raw = written(spoof, spoof)
    read = message_from_bytes(raw)
    assert str(make_header(decode_header(read["Subject"]))) == name_in(raw) == spoof
    assert "Bcc" not in read


def test_a_line_break_begins_no_header() -> None:
    read = message_from_bytes(written(subject="A seat\r\nX-Other: yes\nno"))
    assert "X-Other" not in read
    with pytest.raises(ValueError, match="CR or LF"):
        written("Bo\nX-Other: yes")


def test_an_address_is_never_an_encoded_word() -> None:
    with pytest.raises(ValueError, match="beyond ASCII"):
        written(to="bríd@example.org")
    header = mailbox("To", Address("Bríd", "bríd", "example.org"), utf8=True)
    assert header == "To: =?utf-8?b?QnLDrWQ=?= <bríd@example.org>\r\n"


def test_a_link_in_a_header_is_never_broken() -> None:
    link = f"<https://mentors.example.org/{'x' * 400}>"
    assert verbatim("List-Unsubscribe", link) == f"List-Unsubscribe: {link}\r\n"


@pytest.mark.parametrize("value", ["<x>\r\nBcc: eva@example.org", "<x>\nBcc: eva", "<é>", "\x00"])
def test_what_would_begin_another_header_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        verbatim("Message-ID", value)
