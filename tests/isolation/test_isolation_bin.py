"""Somebody in the bin: no page and no file shows a word of them, to whomever; and restored, everything is as before."""

from itertools import product

import pytest
from flask import Flask

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace import panels
from mentorhub.workspace.actions.bin import delete_thing, restore_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.people import set_visibility
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.sharing import share_note
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.details import Address, Affiliation, Custom, DatedEvent, PartialDate
from mentorhub.workspace.rules.sharing import Direction, Visibility
from tests.isolation.full_practice import Everybody, everybody
from tests.isolation.names import of_people
from tests.support import notebooks
from tests.support.factories import give_authenticator, sign_in
from tests.support.personas import address, behind
from tests.support.zip_reader import download_export, files_of, words_in

pytestmark = pytest.mark.database
WORD = "zanthorpewick"
MOST = 3  # ids of each kind: those that were made last


def written(viewer: Viewer) -> str:
    """The public id of somebody whose every text has the word in it; beside them is somebody who stays."""
    stays = notebooks.person(viewer, "Zeynep", occasion="The fair")
    gone = notebooks.person(
        viewer,
        f"Tomáš {WORD}",
        met_on=notebooks.ago(3),
        note=WORD,
        occasion=f"Lunch {WORD}",
        email=f"tomas@{WORD}.example",
        remember=WORD,
        purpose=WORD,
        headline=WORD,
        met_how=WORD,
        met_through=WORD,
        nickname=WORD,
        addresses=(Address(street=WORD),),
        affiliations=(Affiliation(f"Mill {WORD}", WORD),),
        customs=(Custom(f"Choir {WORD}", WORD),),
        events=(DatedEvent(WORD, PartialDate(5, 2)),),
    )
    set_visibility(gone, Visibility.NAMED, viewer=viewer)
    favour = Favour(Direction.GAVE, WORD)
    notebooks.talked(viewer, gone, 2, beside=[stays], note_about=WORD, favour=favour, note="Looms")
    share_note(notebooks.talked(viewer, gone, 1, note=WORD), is_shown=True, viewer=viewer)
    schedule_follow_up(gone, viewer=viewer, due_on=notebooks.today(), reason=WORD)
    add_promise(gone, viewer=viewer, what=WORD, due_on=notebooks.today())
    return gone


def pages_with_the_word(everything: Everybody, who: str) -> set[str]:
    """Every page and file with the word in it, of all that this account can be shown, by address."""
    client = everything.browsers[who]
    found = set()
    for rule in everything.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        kinds = behind(rule)
        for values in product(*(everything.names[kind][-MOST:] for kind in kinds.values())):
            path = address(rule, dict(zip(kinds, values, strict=True)))
            answer = client.get(path, buffered=True)
            assert answer.status_code < 500, path
            if WORD in words_in(answer):
                found.add(path)
    return found | ({"the export"} if WORD in str(files_of(download_export(client))) else set())


def exported(app: Flask, viewer: Viewer) -> dict[str, bytes]:
    """The files of the notebook's part of the export, byte for byte."""
    with app.app_context():
        return {file.name: b"".join(file.pieces()) for file in panels.export(viewer=viewer)}


def test_isolation_hides_who_is_in_the_bin_from_every_page_and_file_and_brings_all_back(
    app: Flask,
) -> None:
    everything = everybody(app)
    viewer = USER(everything.insiders["mentee"])
    with app.app_context():
        give_authenticator(everything.insiders["mentee"])  # who has a passkey already
        gone = written(viewer)
        with reading(viewer=SYSTEM) as session:
            everything.names |= of_people(session, everything.insiders, everything.workspaces)
    for who in ("amara", "ines"):
        everything.browsers[who] = app.test_client()
        sign_in(everything.browsers[who], f"{who}@example.org")
    before = {who: pages_with_the_word(everything, who) for who in ("amara", "ines")}
    assert {f"/people/{gone}", "/today", "/people", "the export"} <= before["amara"]
    assert len(before["amara"]) > 12 and before["ines"]
    files = exported(app, viewer)
    with app.app_context():
        delete_thing(Thing.PERSON, gone, viewer=viewer)
        notebooks.assert_in_order()
    assert pages_with_the_word(everything, "ines") == set()
    assert pages_with_the_word(everything, "amara") == {"/bin"}
    assert not any(WORD.encode() in words for words in exported(app, viewer).values())
    with app.app_context():
        restore_thing(gone, viewer=viewer)
        notebooks.assert_in_order()
    assert exported(app, viewer) == files
    assert {who: pages_with_the_word(everything, who) for who in ("amara", "ines")} == before
