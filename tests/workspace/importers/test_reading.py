"""Any bytes are read, or refused as `Unreadable`; what a table was written from is read again."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.importers import cleaning, reading, records, zips
from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import (
    File,
    FileEmpty,
    Format,
    NotContacts,
    Record,
    TooManyRecords,
    Unreadable,
)
from mentorhub.workspace.rules.details import Labelled
from tests.support.contact_files import NAMES, contact_file, read
from tests.support.malformed_input import calm
from tests.workspace.importers.test_zips import packed

UNSTORABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff]")
BEGINNINGS = (
    b"", b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:", b"BEGIN:VCARD\nVERSION:4.0\nFN;ENCODING=QUOTED-PRINTABLE:a=\n",
    b"BEGIN:VCARD\nFN:a\nNOTE;ENCODING=b:", b"BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\n", b"VERSION:3.0\nN:a\nEND:VCARD\n",
    b"dn: cn=a\ncn: a\n", b"version: 1\n\ndn:: ", b"dn: a\nmail:< ", b"First Name,Last Name,Email\n", b'Name;"E-Mail\n',
    b"Name\tBirthday\n", b"Vorname,Nachname\n\"", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xfe", b"\xef\xbb\xbf", b"\0",
    b"BEGIN:VCARD\nFN:a\nTEL;TYPE=a\0b\x07:1\nADR;TYPE=c\x08:;;d\nX-E\x02:f\n", b"Na\x01me,T\x02ea,E-Mail\nA\0d,x\n",
)  # fmt: skip
FILES = [contact_file(name) for name in NAMES if name != "unclosed_quote.csv"]
FILES += [packed(("Connections.csv", contact_file("linkedin.csv")))]
options = st.fixed_dictionaries(
    {},
    optional={
        "encoding": st.sampled_from(
            ("windows-1250", "utf-16", "shift_jis", "gb18030", "iso-2022-jp", "nonsense")
        ),
        "mapping": st.lists(st.sampled_from(Field), max_size=9),
        "day_first": st.booleans(),
    },
)


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """One of the files with a piece of it lost, doubled, or written over."""
    data = draw(st.sampled_from(FILES))
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 200)))
    middle = draw(
        st.one_of(st.binary(max_size=20), st.just(data[start:end] * 2), st.sampled_from(BEGINNINGS))
    )
    return data[:start] + middle + data[end:]


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def is_sound(found: File) -> None:
    """What holds of every file that was read: a database takes it, and it is no longer than is said."""
    assert [one.row for one in found.records] == list(range(1, len(found.records) + 1))
    assert all(one.name or one.problem for one in found.records)
    assert len(found.mapping) == len(found.samples)
    assert not any(UNSTORABLE.search(text) for text in texts_in(found))
    for one in found.records:
        assert len(one.name) <= records.NAME_MAX and len(one.note) <= records.NOTE_MAX
        assert all(
            len(value.value) <= records.LINK_MAX for value in (*one.emails, *one.phones, *one.links)
        )
        assert all(
            len(value.label) <= records.NAME_MAX for value in (*one.emails, *one.phones, *one.links)
        )


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300), options)
@calm(250)
def test_any_bytes_are_read_or_refused(
    beginning: bytes, data: bytes, chosen: dict[str, object]
) -> None:
    with suppress(Unreadable):
        is_sound(read_file(beginning + data, **chosen))  # type: ignore[arg-type]


@given(mutations(), options)
@calm(250)
def test_a_damaged_file_is_read_or_refused(data: bytes, chosen: dict[str, object]) -> None:
    with suppress(Unreadable):
        is_sound(read_file(data, **chosen))  # type: ignore[arg-type]


@given(
    st.sampled_from(BEGINNINGS),
    st.text(st.sampled_from(':;=,."\\\r\n \tAN@<1/-\u00e9'), max_size=120),
    options,
)
@calm(250)
def test_any_signs_of_the_formats_are_read_or_refused(
    beginning: bytes, text: str, chosen: dict[str, object]
) -> None:
    with suppress(Unreadable):
        is_sound(read_file(beginning + text.encode(), **chosen))  # type: ignore[arg-type]


words = st.text(st.sampled_from("aZéßжあ名ع \";,:'\\/-.=+0"), min_size=1, max_size=12)
names = st.sampled_from(("Ada", "Zoë", "Łukasz", "O'Brien", "D’Arcy", "Jean-Luc", "Ωmega"))
numbers = st.integers(10**7, 10**12).map("+{}".format)
notes = st.lists(words, max_size=3).map("\n".join)
plain = st.tuples(
    names, names, words, st.sampled_from(("a@mail.example", "b.c@mail.example")), numbers, notes
)


@given(
    st.lists(plain, min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
@calm(100)
def test_what_a_table_was_written_from_is_read_again(
    rows: list[tuple[str, str, str, str, str, str]], delimiter: str, encoding: str
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(
        ["First Name", "Last Name", "Company", "E-mail Address", "Mobile Phone", "Notes"]
    )
    writer.writerows(rows)
    found = read_file(written.getvalue().encode(encoding)).records
    cleaned = [
        (*(one.given_name, one.family_name), *_first(one), one.phones[0].value, one.note)
        for one in found
    ]
    assert cleaned == [tuple(_as_kept(text, at) for at, text in enumerate(row)) for row in rows]


def _first(one: Record) -> tuple[str, str]:
    return (one.affiliations[0].organization if one.affiliations else ""), one.emails[0].value


def _as_kept(text: str, at: int) -> str:
    return cleaning.several_lines(text) if at == 5 else cleaning.one_line(text)


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0", b"\xff\xfe \0\n\0"]
)
def test_a_file_with_nothing_in_it_is_empty(data: bytes) -> None:
    with pytest.raises(FileEmpty):
        read_file(data)


def test_a_card_without_beginning_and_name_is_only_a_text() -> None:
    with pytest.raises(NotContacts) as refused:
        read_file(b"VERSION:3.0\nTEL:1\nEND:VCARD\n")
    assert refused.value.kind == "text"


def test_there_are_only_so_many_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "RECORDS_MAX", 2)
    for one in (b"BEGIN:VCARD\nFN:a\nEND:VCARD\n", b"dn: a\ncn: a\n\n"):
        assert len(read_file(one * 2).records) == 2
        with pytest.raises(TooManyRecords) as refused:
            read_file(one * 3)
        assert refused.value.most == records.RECORDS_MAX == 20_000


@pytest.mark.parametrize(
    "name", ["android_2_1.vcf", "google.csv", "thunderbird.ldif", "linkedin.csv"]
)
def test_the_type_is_told_by_the_content(name: str) -> None:
    """Lines end in any way, a byte order mark or blank lines come first: it is the same file."""
    data, found = contact_file(name), read(name)
    unix = data.replace(b"\r\n", b"\n")
    for other in (unix, unix.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, b"\n\n" + unix):
        assert read_file(other).records == found.records
    assert read_file(unix.replace(b"\n", b"\r")).records == found.records
    assert read_file(b"\xff\xfe" + data.decode().encode("utf-16-le")).records == found.records


def test_an_encoding_that_was_chosen_is_taken() -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Łukasz Żak\nEND:VCARD\n".encode("windows-1250")
    table = "Imię,Nazwisko,E-mail\nŁukasz,Żak,l@zak.example\n".encode("windows-1250")
    for data in (card, table):
        found = read_file(data, encoding="CP1250")
        assert (found.encoding, found.records[0].name) == ("windows-1250", "Łukasz Żak")
    assert read_file(card).encoding == "windows-1252"
    assert read_file(card, encoding="nonsense").records == read_file(card).records


def test_a_packed_table_is_mapped_by_hand_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "connections", lambda _data: b"a;b\nAda;ada@mail.example\n")
    found = read_file(b"PK\x03\x04", mapping=[Field.NAME, Field.EMAIL])
    assert found.format is Format.LINKEDIN_ZIP
    assert found.records == [Record(1, name="Ada", emails=(Labelled("ada@mail.example"),))]
