"""LinkedIn's ZIP: only Connections.csv is opened, within bounds that are counted."""

import io
import zipfile

import pytest

from mentorhub.workspace.importers import zips
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import (
    FileEmpty,
    Format,
    NoConnections,
    NotContacts,
    TooManyMembers,
    ZipBroken,
    ZipEncrypted,
    ZipTooBig,
)
from tests.support.contact_files import contact_file, read

CONNECTIONS = contact_file("linkedin.csv")


def packed(
    *members: tuple[str, bytes], years: tuple[int, ...] = (), how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP of these members, each of its year."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as written:
        for at, (name, data) in enumerate(members):
            year = years[at] if years else 2024
            written.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), data, how)
    return whole.getvalue()


@pytest.mark.parametrize(
    "name", ["Connections.csv", "Basic_LinkedInDataExport/Connections.csv", "a\\b\\CONNECTIONS.CSV"]
)
def test_the_connections_are_read_wherever_they_lie(name: str) -> None:
    found = read_file(packed(("messages.csv", b"FROM,TO\na,b\n"), (name, CONNECTIONS)))
    assert found.format is Format.LINKEDIN_ZIP
    assert found.records == read("linkedin.csv").records


def test_of_several_the_newest_counts_then_the_biggest() -> None:
    old, new, bigger = b"First Name\nOld\n", b"First Name\nNew\n", b"First Name\nBigger\n"
    data = packed(
        ("Connections.csv", old),
        ("a/Connections.csv", new),
        ("b/Connections.csv", bigger),
        years=(2020, 2024, 2024),
    )
    assert zips.connections(data) == bigger


def test_nothing_else_is_opened() -> None:
    """A member that is broken, and one that would fill the disk, are no harm."""
    data = bytearray(
        packed(
            ("Connections.csv", CONNECTIONS),
            ("broken.csv", b"x" * 1000),
            ("bomb.csv", bytes(10**7)),
        )
    )
    at = data.index(b"broken.csv") + len(b"broken.csv")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert zips.connections(bytes(data)) == CONNECTIONS


def test_what_is_packed_is_counted_while_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(packed(("Connections.csv", bytes(300_000))))
    monkeypatch.setattr(zips, "UNPACKED_MAX", 299_999)
    with pytest.raises(ZipTooBig) as refused:
        zips.connections(bytes(data))
    assert refused.value.most == 299_999
    for start in (
        data.index(b"PK\x03\x04") + 22,
        data.index(b"PK\x01\x02") + 24,
    ):  # what it says of its size
        data[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises((ZipTooBig, ZipBroken)):
        zips.connections(bytes(data))


def test_a_bomb_of_two_hundred_megabytes_is_refused() -> None:
    bomb = packed(("Connections.csv", bytes(zips.UNPACKED_MAX + 1)))
    assert len(bomb) < 1_000_000
    with pytest.raises(ZipTooBig):
        read_file(bomb)


def test_there_are_only_so_many_members() -> None:
    others = [(f"{number}.csv", b"") for number in range(zips.MEMBERS_MAX)]
    assert zips.connections(packed(*others[1:], ("Connections.csv", b"x"))) == b"x"
    with pytest.raises(TooManyMembers) as refused:
        zips.connections(packed(*others, ("Connections.csv", b"x")))
    assert refused.value.most == 100


def test_a_list_of_very_many_members_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(zipfile, "ZipFile")
    with pytest.raises(TooManyMembers):
        zips.connections(b"PK\x03\x04" + b"PK\x01\x02" * 1001)


def test_a_password_is_said() -> None:
    data = bytearray(packed(("Connections.csv", b"x")))
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    with pytest.raises(ZipEncrypted):
        zips.connections(bytes(data))


def test_a_zip_without_connections_says_so() -> None:
    with pytest.raises(NoConnections):
        zips.connections(packed(("Profile.csv", b"x"), ("__MACOSX/._Connections.csv", b"x")))
    with pytest.raises(NoConnections):
        zips.connections(packed())


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "spreadsheet"),
        (["[Content_Types].xml", "word/document.xml"], "document"),
        (["mimetype", "content.xml"], "spreadsheet"),
        (["Index/Tables/DataList.iwa"], "spreadsheet"),
    ],
)
def test_other_files_that_are_zips_are_said_to_be_what_they_are(
    names: list[str], kind: str
) -> None:
    with pytest.raises(NotContacts) as refused:
        read_file(packed(*((name, b"x") for name in names)))
    assert refused.value.kind == kind


def test_an_empty_list_of_connections_is_an_empty_file() -> None:
    with pytest.raises(FileEmpty):
        read_file(packed(("Connections.csv", b" \r\n")))


@pytest.mark.parametrize("cut", [4, 30, 100, -1, -10, -40])
def test_a_broken_zip_says_so(cut: int) -> None:
    with pytest.raises(ZipBroken):
        zips.connections(packed(("Connections.csv", CONNECTIONS))[:cut])


def test_a_zip_in_a_zip_is_no_table() -> None:
    inner = packed(("Connections.csv", CONNECTIONS))
    with pytest.raises(NotContacts) as refused:
        read_file(packed(("Connections.csv", inner), how=zipfile.ZIP_STORED))
    assert refused.value.kind == "archive"
