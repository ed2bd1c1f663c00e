"""Cards that no rule foresees: what a person could read of them is read, and one never stops the others."""

from dataclasses import replace

import pytest

from mentorhub.workspace.importers import content_lines, vcards
from mentorhub.workspace.importers.records import Problem, Record
from mentorhub.workspace.rules.details import Affiliation, Custom, Labelled
from tests.support.contact_files import read

FILES = {
    "mixed_encodings.vcf": [
        Record(1, name="Žofia Nováková", note="v Bratislave"),
        Record(2, name="José Peña", affiliations=(Affiliation("Peña & Cía"),)),
        Record(3, name="Łukasz Żak", affiliations=(Affiliation("Żak Sp. z o.o."),)),
        Record(4, name="Ünal Öz"),
    ],
    "cut_off.vcf": [
        Record(1, name="Whole Person", emails=(Labelled("whole@mail.example"),)),
        Record(2, name="Half Person", emails=(Labelled("half@ma"),), problem=Problem.CUT_OFF),
    ],
    "broken.vcf": [
        Record(
            1,
            name="Gábor Béla Szabó-Gyöngyösi",
            given_name="Gábor",
            family_name="Szabó-Gyöngyösi",
            phones=(Labelled("+36 30 555 0101", "mobile"),),
            note="First line\nMet at: the ferry\nsecond line, TEL: none",
        ),
        Record(2, phones=(Labelled("+36 1 555 0102"),), problem=Problem.NAMELESS),
        Record(
            3,
            name="Kőbánya Kft.",
            affiliations=(Affiliation("Kőbánya Kft."),),
            customs=(Custom("phone", "no number"),),
        ),
        Record(4, name="only@mail.example", emails=(Labelled("only@mail.example"),)),
        Record(
            5,
            name="Béatrice Boss",
            given_name="Béatrice",
            family_name="Boss",
            phones=(Labelled("+36 1 555 0103", "work"),),
        ),
        Record(6, name="Nobody Ended Me", phones=(Labelled("+36 1 555 0104"),)),
        Record(
            7,
            name="Quote Eater",
            customs=(
                Custom("link", "javascript:alert(1)"),
                Custom("email", "not an address"),
                Custom("birthday", "sometime in spring"),
            ),
            raw=("LOGO;ENCODING=b:%%%%",),
        ),
        Record(8, name="Hedda Headless", given_name="Hedda", family_name="Headless"),
        Record(9, name="Almost Whole"),
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_person_could_read_is_read(name: str) -> None:
    assert read(name).records == FILES[name]


def card(*lines: str, version: str = "3.0") -> Record:
    """The one record of a card with these lines."""
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    (found,) = vcards.records(text.encode())
    return found


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:Ada Lovelace", "N:Byron;Augusta;;;"], "Ada Lovelace"),
        (["FN: ", "N:Lovelace;Ada;King;Lady;I"], "Ada King Lovelace"),
        (["N:Curie;;;Dr.;"], "Dr. Curie"),
        (["N:;;;Dr.;", "ORG:Radium"], "Radium"),
        (["N:Stevenson;John;Philip,Paul;Dr.;Jr.,M.D."], "John Philip Paul Stevenson"),
        (["N:Doe, Inc"], "Doe, Inc"),
        (["N:李;小龙;;;"], "李小龙"),
        (["N:Lovelace"], "Lovelace"),
        (["ORG:;Research", "EMAIL:a@mail.example"], "a@mail.example"),
        (["FN:Ada\\, Countess \\n of Lovelace"], "Ada, Countess of Lovelace"),
        (["FN:C:\\\\new"], "C:\\new"),
        (["FN:a\u202egnp.exe\x07"], "agnp.exe"),
        (["FN:שרה כהן 🦜"], "שרה כהן 🦜"),
    ],
)
def test_the_name_is_the_whole_one_or_put_together_or_the_next_best(
    lines: list[str], name: str
) -> None:
    assert card(*lines).name == name


@pytest.mark.parametrize("kind", ["group", "GROUP", "location", "application"])
def test_what_is_no_person_says_so(kind: str) -> None:
    problem = Problem.GROUP if kind.lower() == "group" else Problem.NOT_A_PERSON
    assert card(f"KIND:{kind}", "FN:Friends", version="4.0").problem is problem
    assert card("X-ADDRESSBOOKSERVER-KIND:group", "FN:Friends").problem is Problem.GROUP


def test_a_card_that_is_longer_than_a_person_says_so() -> None:
    lines = [f"X-{number}:1" for number in range(content_lines.LINES_MAX)]
    assert card("FN:Long", *lines) == Record(1, problem=Problem.TOO_LONG)
    assert card("FN:Long", *lines[1:-1]).name == "Long"


def test_a_photo_beyond_its_limit_is_left_out_and_said() -> None:
    found = card("FN:Ada", "PHOTO;ENCODING=b:" + "QUJD" * 700_000, "TEL:1")
    assert (found.photo, found.cut, found.phones) == (b"", ("photo",), (Labelled("1"),))


def test_a_picture_that_is_only_pointed_at_is_kept_as_a_line() -> None:
    found = card("FN:Ada", "PHOTO;VALUE=uri:https://mail.example/a.jpg")
    assert (found.photo, found.raw) == (b"", ("PHOTO;VALUE=uri:https://mail.example/a.jpg",))


def test_a_card_in_words_of_its_own_is_read_as_a_row() -> None:
    lines = [
        "Group: ",
        "First name:Eddie",
        "Last name: ",
        "Home phone:022 555 0100",
        "E-Mail 2:eddie@mail.example",
    ]
    cards = "\n".join(
        ["BEGIN:VCARD", *lines, "END:VCARD", "BEGIN:VCARD", *lines[1:], "END:VCARD", ""]
    )
    eddie = Record(
        1, name="Eddie", given_name="Eddie", emails=(Labelled("eddie@mail.example"),),
        phones=(Labelled("022 555 0100", "home"),),
    )  # fmt: skip
    first, second = vcards.records(cards.encode())
    assert (first, replace(second, row=1)) == (eddie, eddie)


def test_a_role_is_what_they_do_where_no_title_is() -> None:
    assert card("FN:Ada", "ORG:Firm", "ROLE:Lead").affiliations == (Affiliation("Firm", "Lead"),)


def test_the_same_value_counts_once() -> None:
    found = card("FN:Ada", "EMAIL;TYPE=work:Ada@Mail.example", "EMAIL:ada@mail.example", "TEL:+1 (2) 3", "TEL:+123",
                 "URL:https://A.example/", "URL:https://a.example", "CATEGORIES:x,X", "NOTE:n", "NOTE:n")  # fmt: skip
    assert found.emails == (Labelled("Ada@Mail.example", "work"),)
    assert found.phones == (Labelled("+1 (2) 3"),)
    assert found.links == (Labelled("https://A.example/"),)
    assert (found.tags, found.note) == (("x",), "n")
