"""What a refusal at the door names: this address, this cohort, the latest of its rows; and what an arrival is given."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from mentorhub.enrolment import rules
from mentorhub.enrolment.actions import arrivals, departures, newcomers
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.foundation.gate import Gate
from mentorhub.programs.models import Cohort, Price
from mentorhub.programs.rules import PriceKind
from tests import scenes
from tests.enrolment.line_up import arrive, come, enrolment, pass_time, states
from tests.enrolment.pressing import applicant, press
from tests.scenes import Scene

pytestmark = pytest.mark.usefixtures("in_app")


def _lapsed(scene: Scene, name: str) -> int:
    lapsed = come(scene, name)
    pass_time(minutes=16)
    departures.lapse_hold(lapsed)
    assert states(lapsed) == ["lapsed"]
    return lapsed


def test_a_lapse_is_named_although_others_came_and_left_since() -> None:
    scene = scenes.scene()
    ada = _lapsed(scene, "ada")
    departures.leave(come(scene, "ben"))
    with pytest.raises(rules.LapsedBefore) as refusal:
        arrive(scene, "ada")
    assert refusal.value.enrolment_id == ada


def test_a_lapse_is_named_although_the_same_address_left_another_cohort_since() -> None:
    scene = scenes.scene()
    ada = _lapsed(scene, "ada")
    other = scenes.program(scene.practice_id, scene.mentor_id, slug="second")
    departures.leave(come(other, "ada"))
    with pytest.raises(rules.LapsedBefore) as refusal:
        arrive(scene, "ada")
    assert refusal.value.enrolment_id == ada


def test_who_came_back_after_a_lapse_and_left_may_come_anew() -> None:
    scene = scenes.scene()
    _lapsed(scene, "ada")
    back = arrive(scene, "ada", is_return=True)
    arrivals.settle_cohort(scene.cohort_id)
    departures.leave(back)
    assert states(come(scene, "ada")) == ["held"]


def test_a_browser_that_is_in_line_is_told_where() -> None:
    scene = scenes.scene()
    come(scene, "ada", browser="shared")
    ben = come(scene, "ben", browser="own")
    with pytest.raises(rules.AlreadyInLine) as refusal:
        arrive(scene, "cleo", browser="own")
    assert refusal.value.enrolment_id == ben


def test_two_at_once_are_told_of_the_live_place_in_this_cohort(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = scenes.scene()
    departures.leave(come(scene, "ada"))
    live = come(scene, "ada")
    come(scene, "ben")
    other = scenes.program(scene.practice_id, scene.mentor_id, slug="second")
    monkeypatch.setattr(newcomers.Known, "refuse", lambda *_: None)
    come(other, "ada")
    with pytest.raises(rules.AlreadyInLine) as refusal:
        arrive(scene, "ada")
    assert refusal.value.enrolment_id == live


def test_an_arrival_is_given_its_own_links_token() -> None:
    scene = scenes.scene()
    came = arrivals.arrive(scene.cohort_id, applicant=applicant("ada"))
    assert came.token == enrolment(came.id).token
    (pressed,) = press(scene, applicant("ben"))
    assert isinstance(pressed, arrivals.Arrival)
    assert pressed.token == enrolment(pressed.id).token


def test_what_an_applicant_says_of_themselves_is_kept() -> None:
    scene = scenes.scene()
    who = arrivals.Applicant(
        "Ada", "ada@example.org", browser_key="b", locale="nb_NO", timezone="Asia/Tokyo"
    )
    kept = enrolment(arrivals.arrive(scene.cohort_id, applicant=who).id)
    assert (kept.locale, kept.timezone, kept.browser_key) == ("nb_NO", "Asia/Tokyo", "b")
    assert kept.practice_id == scene.practice_id


def test_the_open_cohorts_own_price_is_taken_not_one_that_was_over() -> None:
    over = scenes.scene(
        price_minor=100, opens_in=dt.timedelta(days=-9), closes_in=dt.timedelta(days=-2)
    )
    now_open = _next_cohort(over)
    came = arrivals.take_place(over.slug, applicant=applicant("ada"))
    row = enrolment(came.id)
    assert (row.cohort_id, row.price_id) == now_open
    assert row.amount_minor == 64000


def test_at_the_moment_one_window_closes_the_next_ones_door_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = scenes.scene(opens_in=dt.timedelta(days=-9), closes_in=dt.timedelta(days=-2))
    second, _ = _next_cohort(first)
    with transaction(viewer=SYSTEM) as session:
        moment = session.get_one(Cohort, second).opens_at
        session.get_one(Cohort, first.cohort_id).closes_at = moment
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "told", lambda _answer: moment)
    came = arrivals.take_place(first.slug, applicant=applicant("ada"))
    assert enrolment(came.id).cohort_id == second


def test_who_waits_in_another_cohort_may_come_here_too() -> None:
    elsewhere = scenes.scene(seats=1)
    come(elsewhere, "ben")
    assert states(come(elsewhere, "ada")) == ["waiting"]
    scene = scenes.program(elsewhere.practice_id, elsewhere.mentor_id, slug="second")
    assert states(come(scene, "ada")) == ["held"]


def test_each_line_has_a_gate_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scenes.scene()
    keys: list[object] = []

    def alone(_gate: Gate, key: object, asked: Any, work: Callable[[list[Any]], list[Any]]) -> Any:
        keys.append(key)
        return work([asked])[0]

    monkeypatch.setattr(Gate, "together", alone)
    arrivals.take_place(scene.slug, applicant=applicant("ada"))
    arrivals.take_place_again(scene.cohort_id, applicant=applicant("ben"))
    assert keys == [scene.slug, scene.cohort_id]


def test_an_address_that_comes_at_this_moment_is_looked_for_three_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, looks = scenes.scene(), []

    def met(*_: object) -> None:
        looks.append(1)
        raise IntegrityError("insert", {}, Exception("taken"))

    monkeypatch.setattr(arrivals, "_placed", met)
    with pytest.raises(IntegrityError):
        press(scene, applicant("ada"))
    assert len(looks) == 3


def _next_cohort(over: Scene) -> tuple[int, int]:
    """(its id, its price's id): the same programme's cohort whose window is open."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        cohort = Cohort(
            practice_id=over.practice_id,
            program_id=over.program_id,
            mentor_id=over.mentor_id,
            name="Autumn circle",
            opens_at=now - dt.timedelta(hours=1),
            closes_at=now + dt.timedelta(days=30),
            starts_on=(now + dt.timedelta(days=40)).date(),
            ends_on=(now + dt.timedelta(days=90)).date(),
            seats=2,
        )
        cohort.publish()
        session.add(cohort)
        session.flush()
        price = Price(
            practice_id=over.practice_id,
            cohort_id=cohort.id,
            kind=PriceKind.FULL,
            amount_minor=64000,
            currency="eur",
        )
        session.add(price)
        session.flush()
        return cohort.id, price.id
