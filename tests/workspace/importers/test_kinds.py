"""What else a file is, told by how it begins."""

import pytest

from mentorhub.workspace.importers import charsets, kinds
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import NotContacts
from tests.support.contact_files import NAMES, contact_file


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"GIF89a\x01\0", "picture"),
        (b"BM\x46\0\0\0\0\0", "picture"),
        (b"\0\0\0\x18ftypheic\0\0", "picture"),
        (b"\0\0\0\x18ftypmp42\0\0", "film"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"!BDN\0\0", "outlook data file"),
        (b"SQLite format 3\0", "database"),
        (b"bplist00\xd4", "apple address book"),
        (b"\x1f\x8b\x08\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"{\\rtf1\\ansi", "document"),
        (b"<!DOCTYPE html>\n<html>", "web page"),
        (b"  <!-- saved --><HTML lang=en>", "web page"),
        (b'<?xml version="1.0"?><contacts/>', "xml"),
        (b'{"name": "Ada"}', "json"),
        (b'[{"name": "Ada"}]', "json"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
        (b"// <!-- <mdb:mork:z v=\"1.4\"/> -->", "thunderbird address book"),
        (b"From ada@mail.example Mon Jan 1\n", "email message"),
        (b"\x01\x02\x03\x04name,email\n", "binary"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_contacts_is_said_to_be_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(NotContacts) as refused:
        read_file(data)
    assert refused.value.kind == kind
    assert kind in kinds.KINDS


@pytest.mark.parametrize(
    "data", [b"BM,Ort\nAda,Bonn\n", b"MZ\n", b"[Ada],x\n", b"<ada@mail.example>,x\n", b"{Ada}"]
)
def test_a_text_may_begin_like_something_else(data: bytes) -> None:
    assert kinds.of_bytes(data) == kinds.of_text(data) == ""


def test_comments_before_a_page_are_read_once() -> None:
    assert kinds.of_text(b"<!-- -->" * 500 + b"x") == ""
    assert kinds.of_text(b"<!-- -->" * 500 + b"<html>") == "web page"


@pytest.mark.parametrize("name", NAMES)
def test_no_file_of_contacts_is_taken_for_another(name: str) -> None:
    data = contact_file(name)
    assert kinds.of_bytes(data) == "" and not kinds.is_zip(data)
    assert kinds.of_text(charsets.in_utf8(data)[0]) == ""


def test_a_zip_begins_in_three_ways() -> None:
    assert all(
        kinds.is_zip(b"PK" + rest + b"x") for rest in (b"\x03\x04", b"\x05\x06", b"\x07\x08")
    )
    assert not kinds.is_zip(b"PKG,Name\n")
    assert kinds.of_zip(b"Connections.csv\nProfile.csv") == ""
