"""Each law of conversations and of the bin holds after ordinary use, and sees each breach."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.invariants import history
from mentorhub.workspace.rules.bin import KEPT, LATE, Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks

pytestmark = pytest.mark.database
Invariant = Callable[..., list[str]]
GONE = "(SELECT id FROM person WHERE name = 'Gone')"
LONG_AGO = "SET deleted_at = '2020-01-01'"
BREACHES: list[tuple[Invariant, str]] = [
    (
        history.every_persons_last_contact_is_their_latest_conversation,
        "UPDATE person SET last_contact_on = NULL WHERE name = 'Tomáš'",
    ),
    (
        history.every_persons_last_contact_is_their_latest_conversation,
        "UPDATE interaction SET is_two_way = (1 = 0), kind = 'call' WHERE note = 'Both'",
    ),
    (
        history.every_conversation_was_with_somebody,
        "UPDATE participant SET deleted_at = '2020-01-01'",
    ),
    (
        history.no_conversation_lies_in_the_future,
        "UPDATE interaction SET on_date = '2999-01-01'",
    ),
    *(
        (
            history.what_hangs_on_a_deleted_person_is_deleted_too,
            f"UPDATE {table} SET deleted_at = NULL WHERE person_id = {GONE}",
        )
        for table in ("participant", "give", "follow_up", "promise")
    ),
    *(
        (
            history.what_was_given_in_a_deleted_conversation_is_deleted_too,
            f"UPDATE {table} SET deleted_at = NULL WHERE interaction_id ="
            " (SELECT id FROM interaction WHERE note = 'Deleted')",
        )
        for table in ("participant", "give")
    ),
    *(
        (history.nothing_stays_in_the_bin_for_longer_than_was_said, f"UPDATE {table} {LONG_AGO}")
        for table in "person interaction participant give follow_up promise occasion".split()
    ),
]


@pytest.fixture
def lived_in(in_app: Flask) -> None:
    """Conversations alone and together, and in the bin a person, a conversation and what hangs on both."""
    viewer = notebooks.notebook()
    ids = [
        notebooks.person(viewer, name, occasion=f"Lunch with {name}") for name in ("Tomáš", "Gone")
    ]
    gave = Favour(Direction.GAVE)
    notebooks.talked(viewer, ids[0], 2, beside=[ids[1]], note="Both")
    notebooks.talked(viewer, ids[0], 1, kind=Kind.CALL, is_two_way=False)
    for who, note in zip(ids, ("Deleted", "Alone"), strict=True):
        said = notebooks.talked(viewer, who, 0, favour=gave, note=note)
        add_promise(who, viewer=viewer, what="Write")
        schedule_follow_up(who, viewer=viewer, due_on=notebooks.today())
        if note == "Deleted":
            delete_thing(Thing.CONVERSATION, said, viewer=viewer)
    delete_thing(Thing.PERSON, ids[1], viewer=viewer)


def test_there_is_a_breach_for_every_invariant() -> None:
    assert {invariant for invariant, _breach in BREACHES} == set(history.INVARIANTS)


def test_ordinary_use_breaks_no_invariant(lived_in: None) -> None:
    notebooks.assert_in_order()
    with clock.moved(KEPT + LATE - dt.timedelta(minutes=5)):
        assert history.nothing_stays_in_the_bin_for_longer_than_was_said(viewer=SYSTEM) == []
    with clock.moved(KEPT + LATE + dt.timedelta(minutes=5)):
        assert history.nothing_stays_in_the_bin_for_longer_than_was_said(viewer=SYSTEM) != []


@pytest.mark.parametrize(("invariant", "breach"), BREACHES)
def test_a_planted_breach_is_seen(lived_in: None, invariant: Invariant, breach: str) -> None:
    with transaction(viewer=SYSTEM) as session:
        assert session.execute(text(breach)).rowcount > 0  # type: ignore[attr-defined]
    assert invariant(viewer=SYSTEM) != []
