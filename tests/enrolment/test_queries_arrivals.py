"""Who may join a line: one place for an address or a browser, also among those who submit at once."""

import pytest

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.actions.arrivals import Arrival
from mentorhub.enrolment.rules.refusals import AlreadyInLine, LapsedBefore
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.applicants import cohort, enrolment, pass_time, place_applicant, states
from tests.support.submitting import applicant, submit_form

pytestmark = pytest.mark.usefixtures("in_app")


def test_the_same_address_twice_at_once_is_one_place() -> None:
    scene = factories.scene()
    first, second = submit_form(scene, applicant("ada"), applicant("ada", browser="another"))
    assert isinstance(first, Arrival)
    assert isinstance(second, AlreadyInLine)
    assert second.enrolment_id == first.id
    assert cohort(scene).last_place == 1


def test_the_same_browser_twice_at_once_is_one_place() -> None:
    scene = factories.scene()
    first, second, third = submit_form(
        scene,
        applicant("ada", browser="one"),
        applicant("ben", browser="one"),
        applicant("cleo", browser="one", is_return=True),
    )
    assert isinstance(first, Arrival)
    assert isinstance(second, AlreadyInLine)
    assert second.enrolment_id == first.id
    assert isinstance(third, Arrival)


def test_one_refusal_leaves_the_others_their_places() -> None:
    scene = factories.scene()
    known = place_applicant(scene, "ada")
    first, second = submit_form(scene, applicant("ada", browser="another"), applicant("ben"))
    assert isinstance(first, AlreadyInLine)
    assert first.enrolment_id == known
    assert isinstance(second, Arrival)
    assert enrolment(second.id).place == 2


def test_who_lapsed_is_admitted_by_the_mailed_link_alone() -> None:
    scene = factories.scene()
    before = place_applicant(scene, "ada")
    pass_time(minutes=16)
    endings.lapse_hold(before)
    with pytest.raises(LapsedBefore):
        arrivals.take_place("power-networking", applicant=applicant("ada"))
    again = arrivals.take_place_again(scene.cohort_id, applicant=applicant("ada", is_return=True))
    assert again.is_placed
    assert states(again.id) == ["held"]


def test_nobody_comes_to_a_programme_that_is_not_there() -> None:
    factories.scene()
    with pytest.raises(NotFound):
        arrivals.take_place("nowhere", applicant=applicant("ada"))
