"""What a refused arrival is given: this address, this cohort, the latest of its rows; and what an arrival is given."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.queries import arrivals as arrivals_queries
from mentorhub.enrolment.rules.refusals import AlreadyInLine, LapsedBefore
from mentorhub.foundation import clock
from mentorhub.foundation.batching import Batcher
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.rules.offers import PriceKind
from tests.support import factories
from tests.support.applicants import arrive, enrolment, pass_time, place_applicant, states
from tests.support.factories import Scene
from tests.support.still_time import stand_at
from tests.support.submitting import applicant, submit_form

pytestmark = pytest.mark.usefixtures("in_app")


def _lapsed(scene: Scene, name: str) -> int:
    lapsed = place_applicant(scene, name)
    pass_time(minutes=16)
    endings.lapse_hold(lapsed)
    assert states(lapsed) == ["lapsed"]
    return lapsed


def test_a_lapse_is_named_although_others_came_and_left_since() -> None:
    scene = factories.scene()
    ada = _lapsed(scene, "ada")
    endings.leave(place_applicant(scene, "ben"))
    with pytest.raises(LapsedBefore) as refusal:
        arrive(scene, "ada")
    assert refusal.value.enrolment_id == ada


def test_a_lapse_is_named_although_the_same_address_left_another_cohort_since() -> None:
    scene = factories.scene()
    ada = _lapsed(scene, "ada")
    other = factories.program(scene.practice_id, scene.mentor_id, slug="second")
    endings.leave(place_applicant(other, "ada"))
    with pytest.raises(LapsedBefore) as refusal:
        arrive(scene, "ada")
    assert refusal.value.enrolment_id == ada


def test_who_came_back_after_a_lapse_and_left_may_enrol_again() -> None:
    scene = factories.scene()
    _lapsed(scene, "ada")
    back = arrive(scene, "ada", is_return=True)
    arrivals.allocate_cohort(scene.cohort_id)
    endings.leave(back)
    assert states(place_applicant(scene, "ada")) == ["held"]


def test_a_browser_that_is_in_line_gets_the_id_of_its_place() -> None:
    scene = factories.scene()
    place_applicant(scene, "ada", browser="shared")
    ben = place_applicant(scene, "ben", browser="own")
    with pytest.raises(AlreadyInLine) as refusal:
        arrive(scene, "cleo", browser="own")
    assert refusal.value.enrolment_id == ben


def test_two_at_once_are_refused_with_the_live_place_in_this_cohort(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = factories.scene()
    endings.leave(place_applicant(scene, "ada"))
    live = place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    other = factories.program(scene.practice_id, scene.mentor_id, slug="second")
    monkeypatch.setattr(arrivals_queries.ExistingEnrolments, "refuse", lambda *_: None)
    place_applicant(other, "ada")
    with pytest.raises(AlreadyInLine) as refusal:
        arrive(scene, "ada")
    assert refusal.value.enrolment_id == live


def test_an_arrival_is_given_its_own_links_token() -> None:
    scene = factories.scene()
    came = arrivals.arrive(scene.cohort_id, applicant=applicant("ada"))
    assert came.token == enrolment(came.id).token
    (arrival,) = submit_form(scene, applicant("ben"))
    assert isinstance(arrival, arrivals.Arrival)
    assert arrival.token == enrolment(arrival.id).token


def test_what_an_applicant_says_of_themselves_is_kept() -> None:
    scene = factories.scene()
    who = arrivals.Applicant(
        "Ada", "ada@example.org", browser_key="b", locale="nb_NO", timezone="Asia/Tokyo"
    )
    kept = enrolment(arrivals.arrive(scene.cohort_id, applicant=who).id)
    assert (kept.locale, kept.timezone, kept.browser_key) == ("nb_NO", "Asia/Tokyo", "b")
    assert kept.practice_id == scene.practice_id


def test_the_open_cohorts_own_price_is_taken_not_one_that_was_over() -> None:
    over = factories.scene(
        price_minor=100, opens_in=dt.timedelta(days=-9), closes_in=dt.timedelta(days=-2)
    )
    now_open = _next_cohort(over)
    came = arrivals.take_place(over.slug, applicant=applicant("ada"))
    row = enrolment(came.id)
    assert (row.cohort_id, row.price_id) == now_open
    assert row.amount_minor == 64000


def test_at_the_moment_one_window_closes_the_next_ones_window_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = factories.scene(opens_in=dt.timedelta(days=-9), closes_in=dt.timedelta(days=-2))
    second, _ = _next_cohort(first)
    with transaction(viewer=SYSTEM) as session:
        moment = session.get_one(Cohort, second).opens_at
        session.get_one(Cohort, first.cohort_id).closes_at = moment
    stand_at(monkeypatch, moment)
    came = arrivals.take_place(first.slug, applicant=applicant("ada"))
    assert enrolment(came.id).cohort_id == second


def test_who_waits_in_another_cohort_may_come_here_too() -> None:
    elsewhere = factories.scene(seats=1)
    place_applicant(elsewhere, "ben")
    assert states(place_applicant(elsewhere, "ada")) == ["waiting"]
    scene = factories.program(elsewhere.practice_id, elsewhere.mentor_id, slug="second")
    assert states(place_applicant(scene, "ada")) == ["held"]


def test_each_line_has_a_batcher_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = factories.scene()
    keys: list[object] = []

    def alone(
        _batcher: Batcher, key: object, asked: Any, work: Callable[[list[Any]], list[Any]]
    ) -> Any:
        keys.append(key)
        return work([asked])[0]

    monkeypatch.setattr(Batcher, "submit", alone)
    arrivals.take_place(scene.slug, applicant=applicant("ada"))
    arrivals.take_place_again(scene.cohort_id, applicant=applicant("ben"))
    assert keys == [
        arrivals_queries.CohortRef(slug=scene.slug),
        arrivals_queries.CohortRef(cohort_id=scene.cohort_id),
    ]


def test_an_address_that_comes_at_this_moment_is_looked_for_three_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, looks = factories.scene(), []

    def met(*_: object) -> None:
        looks.append(1)
        raise IntegrityError("insert", {}, Exception("taken"))

    monkeypatch.setattr(arrivals, "_placed", met)
    with pytest.raises(IntegrityError):
        submit_form(scene, applicant("ada"))
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
