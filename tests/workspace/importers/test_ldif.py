"""Entries of Thunderbird and of directories; nothing that they point at is opened."""

import pytest

from mentorhub.workspace.importers import content_lines, ldif
from mentorhub.workspace.importers.records import Format, Problem, Record
from mentorhub.workspace.rules.details import Address, Affiliation, Custom, Labelled, PartialDate
from tests.support.contact_files import contact_file, read

RECORDS = {
    "thunderbird.ldif": [
        Record(
            1,
            name="Ewa Nowak",
            given_name="Ewa",
            family_name="Nowak",
            nickname="Ewka",
            emails=(Labelled("ewa@nowak.example"), Labelled("e.nowak@mail.example")),
            phones=(
                Labelled("+48 22 555 01 00", "work"),
                Labelled("+48 22 555 01 01", "home"),
                Labelled("+48 600 555 010", "mobile"),
            ),
            links=(Labelled("https://nowak.example", "work"),),
            addresses=(
                Address(label="work", street="Prosta 1", city="Warszawa"),
                Address(
                    label="home",
                    street="Żółta 5",
                    city="Łódź",
                    postal_code="90-001",
                    country="Polska",
                ),
            ),
            affiliations=(Affiliation("Nowak i Synowie", "Dyrektorka", "Zarzad"),),
            birthday=PartialDate(6, 9, 1975),
            note="Pierwsza linia\nDruga linia",
            customs=(Custom("Custom 1", "gra na skrzypcach"),),
        ),
        Record(2, name="Chór", problem=Problem.GROUP),
        Record(3, name="only@mail.example", emails=(Labelled("only@mail.example"),)),
    ],
    "directory.ldif": [
        Record(1, name="Firm", affiliations=(Affiliation("Firm"),), problem=Problem.NOT_A_PERSON),
        Record(
            2,
            name="Hana Kim (Sales)",
            family_name="Kim",
            emails=(Labelled("hana@firm.example"),),
            phones=(Labelled("+82 2 555 0100", "fax"),),
            links=(Labelled("https://firm.example/hana"),),
            addresses=(Address(label="work", formatted="Firm\n1 Long Street\nSeoul"),),
            uid="6d0c2d1a-0000-4000-8000-000000000001",
        ),
        Record(3, problem=Problem.NOT_A_PERSON),
    ],
}


@pytest.mark.parametrize("name", RECORDS)
def test_each_entry_is_read_whole(name: str) -> None:
    found = read(name)
    assert (found.format, found.encoding) == (Format.LDIF, "utf-8")
    assert found.records == RECORDS[name]


def test_nothing_that_is_pointed_at_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a file or address was opened")

    data = contact_file("thunderbird.ldif")
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("os.open", refuse)
    monkeypatch.setattr("socket.socket", refuse)
    assert list(ldif.records(data))[2] == Record(
        3, name="only@mail.example", emails=(Labelled("only@mail.example"),)
    )


def entry(*lines: str) -> Record:
    """The one record of an entry with these lines."""
    (found,) = ldif.records("\n".join(["dn: x", *lines, ""]).encode())
    return found


def test_of_a_directorys_account_only_the_person_is_read() -> None:
    found = entry(
        "objectClass: inetOrgPerson", "cn: Ada", "userPassword: {SSHA}x", "uidNumber: 7", "uid: ada"
    )
    assert found == Record(1, name="Ada")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["objectclass: groupOfUniqueNames", "cn: Friends"], Problem.GROUP),
        (["objectclass: organizationalUnit", "ou: People"], Problem.NOT_A_PERSON),
        (["changetype: modify", "cn: Ada"], Problem.NOT_A_PERSON),
        (["changetype: add", "cn: Ada"], None),
        (["cn: Ada"], None),
        (["objectclass: person", "telephoneNumber: 1"], Problem.NAMELESS),
        ([f"x{number}: 1" for number in range(content_lines.LINES_MAX)], Problem.TOO_LONG),
    ],
)
def test_what_is_no_person_says_so(lines: list[str], problem: Problem | None) -> None:
    assert entry(*lines).problem is problem


@pytest.mark.parametrize(
    ("lines", "birthday"),
    [
        (["birthyear: 1975", "birthmonth: 6", "birthday: 9"], PartialDate(6, 9, 1975)),
        (["birthmonth: 06", "birthday: 09"], PartialDate(6, 9)),
        (["birthday: 1975-06-09"], PartialDate(6, 9, 1975)),
        (["birthyear: 1975", "birthmonth: 13", "birthday: 9"], None),
    ],
)
def test_a_birthday_stands_in_three_attributes_or_one(
    lines: list[str], birthday: PartialDate | None
) -> None:
    assert entry("cn: Ada", *lines).birthday == birthday


def test_a_photo_is_taken_if_it_is_there() -> None:
    assert entry("cn: Ada", "jpegPhoto:: /9j/4AAQ").photo == b"\xff\xd8\xff\xe0\x00\x10"


def test_an_older_charset_may_be_chosen() -> None:
    data = "dn: x\ncn: Łukasz\n".encode("windows-1250")
    assert [one.name for one in ldif.records(data, told="windows-1250")] == ["Łukasz"]
