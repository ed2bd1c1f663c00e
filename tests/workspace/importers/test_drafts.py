"""A record in the making: cleaned, bounded, each value once; nothing that is too long is lost unsaid."""

import pytest

from mentorhub.workspace.importers import records
from mentorhub.workspace.importers.drafts import Draft
from mentorhub.workspace.importers.records import Problem
from mentorhub.workspace.rules.details import Affiliation, Custom, DatedEvent, Labelled, PartialDate


def test_a_name_that_is_too_long_is_cut_and_stands_whole_in_the_note() -> None:
    draft = Draft()
    draft.name = "Ada " * 60
    draft.note("first")
    found = draft.record(1)
    assert found.name == ("Ada " * 50).rstrip()
    assert found.note == "first\n\n" + ("Ada " * 60).rstrip()
    assert found.cut == ("name",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("emails", "a" * 250 + "@mail.example"),
        ("phones", "1" * 61),
        ("links", "https://mail.example/" + "a" * 2000),
    ],
)
def test_what_would_be_another_if_it_were_cut_stands_in_the_note_only(
    field: str, value: str
) -> None:
    draft = Draft()
    {"emails": draft.email, "phones": draft.phone, "links": draft.link}[field](value)
    draft.name = "Ada"
    found = draft.record(1)
    assert (getattr(found, field), found.note, found.cut) == ((), value, (field,))


def test_a_note_that_is_too_long_ends_at_its_limit_and_says_so() -> None:
    draft = Draft()
    draft.name = "Ada"
    draft.note("x" * records.NOTE_MAX + "y")
    found = draft.record(1)
    assert (found.note, found.cut) == ("x" * records.NOTE_MAX, ("note",))


def test_other_texts_are_cut_at_their_limits() -> None:
    draft = Draft()
    draft.name = "Ada"
    draft.affiliation("o" * 301, "t" * 300)
    draft.custom("l" * 300, "c" * 501)
    draft.address("home", street="s" * 501)
    draft.tag("t" * 201)
    draft.uid = "u" * 301
    found = draft.record(1)
    assert found.affiliations == (Affiliation("o" * 300, "t" * 300),)
    assert found.customs == (Custom("l" * 100, "c" * 500),)
    assert (found.addresses[0].street, found.tags, found.uid) == ("s" * 500, ("t" * 200,), "")
    assert found.cut == ("affiliations", "customs", "addresses", "tags")
    assert found.note.split("\n\n") == ["o" * 301, "c" * 501, "s" * 501, "t" * 201]


def test_there_are_only_so_many_values_of_a_kind() -> None:
    draft = Draft()
    draft.name = "Ada"
    for number in range(records.SEVERAL_MAX + 1):
        draft.email(f"{number}@mail.example")
        draft.custom("c", str(number))
        draft.note(f"n{number}")
        draft.address("", city=str(number))
    found = draft.record(1)
    assert [len(values) for values in (found.emails, found.customs, found.addresses)] == [
        100,
        100,
        100,
    ]
    assert found.note.endswith("n99") and found.cut == ("emails", "customs", "addresses", "note")


def test_lines_for_the_way_out_are_kept_up_to_a_limit() -> None:
    draft = Draft()
    draft.name = "Ada"
    draft.keep("X-A:1")
    draft.keep("X-B:" + "x" * records.RAW_MAX)
    found = draft.record(1)
    assert (found.raw, found.cut) == (("X-A:1",), ("raw",))


def test_a_days_text_that_names_none_is_kept() -> None:
    draft = Draft()
    draft.name = "Ada"
    draft.born("in spring")
    draft.born("0/0/00")
    draft.event("anniversary", "some day")
    draft.event("anniversary", "0/0/00")
    draft.event("anniversary", "--05-02")
    draft.event("anniversary", "--05-02")
    draft.born("1985-04-12")
    draft.born("1999-09-09")
    found = draft.record(1)
    assert found.birthday == PartialDate(4, 12, 1985)
    assert found.customs == (Custom("birthday", "in spring"), Custom("anniversary", "some day"))
    assert found.events == (DatedEvent("anniversary", PartialDate(5, 2)),)


@pytest.mark.parametrize(
    ("parts", "birthday"),
    [
        (("1985", "4", "12"), PartialDate(4, 12, 1985)),
        (("", "04", "12"), PartialDate(4, 12)),
        (("x", "4", "12"), PartialDate(4, 12)),
        (("1985", "", "12"), None),
        (("1985", "4", ""), None),
        (("9" * 5000, "4", "12"), None),
        (("1985", "9" * 5000, "12"), None),
    ],
)
def test_a_birthday_may_come_in_parts(
    parts: tuple[str, str, str], birthday: PartialDate | None
) -> None:
    draft = Draft()
    draft.born_in_parts(*parts)
    assert draft.birthday == birthday


def test_of_photos_the_first_that_fits_counts() -> None:
    draft = Draft()
    draft.picture(b"x" * (records.PHOTO_MAX + 1))
    draft.picture(b"first")
    draft.picture(b"second")
    assert (draft.record(1).photo, draft.record(1).cut) == (b"first", ("photo",))


def test_googles_own_groups_are_no_tags() -> None:
    draft = Draft()
    for text in ("* myContacts", "My Contacts", "* starred", "Choir", "choir", " "):
        draft.tag(text)
    assert draft.record(1).tags == ("starred", "Choir")


def test_without_a_name_it_is_of_no_use_unless_it_says_why() -> None:
    draft = Draft()
    draft.phone("+1 555")
    assert draft.record(7).problem is Problem.NAMELESS
    assert draft.record(7, problem=Problem.GROUP).problem is Problem.GROUP
    draft.email("a@mail.example")
    assert (draft.record(7).name, draft.record(7).problem) == ("a@mail.example", None)
    draft.affiliation("", "Boss")
    draft.affiliation("Firm")
    assert (draft.record(7).name, draft.record(7).emails) == ("Firm", (Labelled("a@mail.example"),))
