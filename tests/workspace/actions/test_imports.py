"""A file comes in as a whole or not at all, never twice, and goes out again as if it had not been."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace import periodic
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.imports import (
    apply_import,
    choose_rows,
    create_import,
    discard_import,
    reread_import,
    undo_import,
)
from mentorhub.workspace.importers.records import FileEmpty, NotContacts
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.details import Affiliation, Labelled
from mentorhub.workspace.rules.imports import Choice, ImportStands, Outcome, Result
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import importing, notebooks
from tests.support.importing import (
    counts,
    everybody,
    linkedin,
    look,
    page,
    state,
    take_back,
    take_in,
)

pytestmark = pytest.mark.database
TWO = linkedin("Ada Lovelace", "Grace Hopper")


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    return notebooks.notebook()


@pytest.mark.wish(6)
def test_a_linkedin_file_is_looked_at_and_then_taken_in(amara: Viewer) -> None:
    public_id = look(amara, TWO)
    assert everybody(amara) == {}
    assert (state(amara, public_id), counts(amara, public_id)) == ("previewed", (2, 0, 0, 0))
    apply_import(public_id, viewer=amara, tag="LinkedIn", occasion="The fair", tier=Tier.YEARLY)
    assert state(amara, public_id) == "applying"
    assert everybody(amara) == {}
    assert periodic.run_imports() == 0
    assert state(amara, public_id) == "applied"
    found = everybody(amara)
    assert list(found) == ["Ada Lovelace", "Grace Hopper"]
    ada = found["Ada Lovelace"]
    assert ada.links == (Labelled("https://www.linkedin.com/in/ada-lovelace", ""),)
    assert ada.affiliations == (Affiliation("Mill A", "Miller"),)
    assert (ada.tier, ada.occasion, str(ada.met_on)) == (Tier.YEARLY, "The fair", "2024-03-05")


def test_nobody_who_comes_by_a_file_is_due_until_somebody_says_so(amara: Viewer) -> None:
    take_in(amara, TWO)
    assert {details.tier for details in everybody(amara).values()} == {Tier.OFF}


@pytest.mark.wish(4)
def test_the_same_file_again_updates_and_doubles_nobody(amara: Viewer) -> None:
    take_in(amara, TWO)
    before = everybody(amara)
    again = look(amara, TWO)
    assert counts(amara, again) == (0, 2, 0, 0)
    apply_import(again, viewer=amara)
    periodic.run_imports()
    assert everybody(amara) == before
    assert page(amara, again).results[Result.UPDATED] == 2


def test_a_later_file_fills_what_is_empty_and_overwrites_nothing(amara: Viewer) -> None:
    take_in(amara, TWO)
    later = (
        importing.LINKEDIN
        + "Augusta,King,https://linkedin.com/in/ada-lovelace/,ada@example.org,Engine Ltd,Countess,\r\n"
    ).encode()
    public_id = look(amara, later)
    assert counts(amara, public_id) == (0, 1, 0, 0)
    apply_import(public_id, viewer=amara)
    periodic.run_imports()
    ada = everybody(amara)["Ada Lovelace"]
    assert ada.emails == (Labelled("ada@example.org"),)
    assert [one.organization for one in ada.affiliations] == ["Mill A", "Engine Ltd"]
    assert ada.given_name == "Ada"


def test_the_words_of_the_file_win_where_their_owner_says_so(amara: Viewer) -> None:
    take_in(amara, TWO)
    later = linkedin("Ada Lovelace").replace(b"Ada,Lovelace,", b"Augusta,King,")
    take_in(amara, later, takes_file=True)
    assert list(everybody(amara)) == ["Augusta King", "Grace Hopper"]


def test_three_imports_of_one_file_at_once_make_one_copy(amara: Viewer) -> None:
    without_keys = importing.LINKEDIN.encode() + b"Ada,Lovelace,,,Mill,,\r\nBo,Li,,,,,\r\n"
    for data in (TWO, without_keys):
        ids = [look(amara, data) for _upload in range(3)]
        for public_id in ids:
            apply_import(public_id, viewer=amara)
        assert periodic.run_imports() == 0
        assert {state(amara, public_id) for public_id in ids} == {"applied"}
    assert sorted(everybody(amara)) == ["Ada Lovelace", "Bo Li", "Grace Hopper"]


def test_one_person_twice_in_a_file_is_one(amara: Viewer) -> None:
    take_in(amara, TWO + linkedin("Ada Lovelace").split(b"\r\n", 1)[1])
    assert list(everybody(amara)) == ["Ada Lovelace", "Grace Hopper"]


@pytest.mark.wish(5)
def test_an_import_goes_out_again_as_if_it_had_not_been(amara: Viewer) -> None:
    notebooks.person(amara, "Ada Lovelace", email="ada@example.org", remember="Likes oak")
    before = everybody(amara)
    data = TWO.replace(b"ada-lovelace,,", b"ada-lovelace,ada@example.org,")
    public_id = take_in(amara, data)
    assert list(everybody(amara)) == ["Ada Lovelace", "Grace Hopper"]
    assert everybody(amara) != before
    take_back(amara, public_id)
    assert everybody(amara) == before
    assert state(amara, public_id) == "undone"
    undo_import(public_id, viewer=amara)  # again changes nothing
    assert take_in(amara, TWO)  # and it may come once more
    assert "Grace Hopper" in everybody(amara)


def test_whom_somebody_wrote_about_since_stays(amara: Viewer) -> None:
    public_id = take_in(amara, linkedin("Ada Lovelace", "Grace Hopper", "Mary Somerville"))
    ids = {row.name: row.made_id for row in page(amara, public_id).rows}
    grace = _public_id(amara, ids["Grace Hopper"])
    schedule_follow_up(grace, viewer=amara, due_on=notebooks.today(), reason="Write")
    take_back(amara, public_id)
    assert list(everybody(amara)) == ["Grace Hopper"]
    assert page(amara, public_id).results[Result.KEPT] == 1


def test_rows_that_are_not_wanted_stay_out(amara: Viewer) -> None:
    public_id = look(amara, TWO)
    choose_rows(public_id, {1: Choice.SKIP, 2: Choice.UPDATE}, viewer=amara)
    apply_import(public_id, viewer=amara)
    periodic.run_imports()
    assert list(everybody(amara)) == ["Grace Hopper"]
    with pytest.raises(ImportStands):
        choose_rows(public_id, {1: Choice.ADD}, viewer=amara)


def test_somebody_who_may_be_there_waits_for_a_word(amara: Viewer) -> None:
    notebooks.person(amara, "Ada Lovelace", company="Mill A")
    data = importing.LINKEDIN.encode() + b"Ada,Lovelace,,,Mill A,Miller,\r\n"
    public_id = look(amara, data)
    assert counts(amara, public_id) == (0, 0, 1, 0)
    (row,) = page(amara, public_id).rows
    assert (row.outcome, row.choice) == (Outcome.DOUBLE, Choice.SKIP)
    assert "same_name" in row.reason
    apply_import(public_id, viewer=amara)
    periodic.run_imports()
    assert len(everybody(amara)) == 1
    other = look(amara, data)
    choose_rows(other, {1: Choice.UPDATE}, viewer=amara)
    apply_import(other, viewer=amara)
    periodic.run_imports()
    assert everybody(amara)["Ada Lovelace"].affiliations[0].title == ""
    assert [one.title for one in everybody(amara)["Ada Lovelace"].affiliations] == ["", "Miller"]


@pytest.mark.parametrize(
    ("data", "refusal"), [(b"", FileEmpty), (b"%PDF-1.7 something", NotContacts)]
)
def test_what_is_no_file_of_contacts_is_refused(
    amara: Viewer, data: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        create_import(data, viewer=amara)


def test_a_preview_can_be_read_in_another_way_and_thrown_away(amara: Viewer) -> None:
    data = (importing.LINKEDIN + "Ad\xe9la,\x8cuvre,,,,,\r\n").encode("latin-1")
    public_id = look(amara, data)
    assert [row.name for row in page(amara, public_id).rows] == ["Adéla Œuvre"]
    reread_import(public_id, viewer=amara, encoding="iso-8859-1")
    assert page(amara, public_id).contact_import.encoding_asked == "iso-8859-1"
    discard_import(public_id, viewer=amara)
    with pytest.raises(NotFound):
        page(amara, public_id)


def test_what_is_in_is_not_taken_in_again_and_what_was_forgotten_not_back(amara: Viewer) -> None:
    public_id = take_in(amara, TWO)
    apply_import(public_id, viewer=amara)
    assert state(amara, public_id) == "applied"
    with pytest.raises(ImportStands):
        reread_import(public_id, viewer=amara)
    with clock.moved(dt.timedelta(days=31)):
        with pytest.raises(ImportStands):
            undo_import(public_id, viewer=amara)
        assert periodic.forget_imports() == 0
        assert [row.name for row in page(amara, public_id).rows] == ["", ""]
        assert periodic.forget_imports() == 0
    assert list(everybody(amara)) == ["Ada Lovelace", "Grace Hopper"]


def test_whoever_went_into_the_bin_meanwhile_is_left_there(amara: Viewer) -> None:
    ada = notebooks.person(amara, "Ada Lovelace", email="ada@example.org")
    public_id = look(amara, TWO.replace(b"ada-lovelace,,", b"ada-lovelace,ada@example.org,"))
    delete_thing(Thing.PERSON, ada, viewer=amara)
    apply_import(public_id, viewer=amara)
    periodic.run_imports()
    assert list(everybody(amara)) == ["Grace Hopper"]
    assert page(amara, public_id).results[Result.SKIPPED] == 1


def test_an_import_is_its_owners_alone(amara: Viewer) -> None:
    public_id = look(amara, TWO)
    bo = notebooks.notebook("bo@example.org", "Bo")
    for action in (apply_import, undo_import, discard_import, reread_import):
        with pytest.raises(NotFound):
            action(public_id, viewer=bo)
    with pytest.raises(NotFound):
        page(bo, public_id)


def _public_id(viewer: Viewer, person_id: int | None) -> str:
    with reading(viewer=viewer) as session:
        return session.get_one(Person, person_id).public_id
