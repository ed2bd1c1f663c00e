"""A pause stops giving seats for everybody alike; a full line turns people away at once; a hold ends only later."""

import datetime as dt

import pytest
from sqlalchemy import text

from mentorhub import audit
from mentorhub.enrolment.actions import arrivals, endings, seats
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.actions.seats import (
    extend_hold,
    limit_line,
    pause_allocation,
    resume_allocation,
)
from mentorhub.enrolment.periodic.places import lapse_holds
from mentorhub.enrolment.rules.refusals import (
    AlreadyInLine,
    CohortCalledOff,
    ExtendedOften,
    LineFull,
    NotHeld,
    NotLater,
    TooLong,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    checkouts,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def scene() -> Scene:
    """Two seats."""
    return factories.scene(seats=2)


@pytest.fixture
def owner(scene: Scene) -> Viewer:
    """Whose practice it is."""
    return USER(scene.mentor_id)


def test_while_it_is_paused_nobody_gets_a_seat_though_one_is_free(
    scene: Scene, owner: Viewer
) -> None:
    ada = place_applicant(scene, "ada")
    pause_allocation(scene.cohort_id, viewer=owner)
    pause_allocation(scene.cohort_id, viewer=owner)
    ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
    assert states(ada, ben, cleo) == ["held", "waiting", "waiting"]
    endings.leave(ada)
    seats.set_seats(scene.cohort_id, seats=5, viewer=owner)
    assert states(ben, cleo) == ["waiting", "waiting"]
    resume_allocation(scene.cohort_id, viewer=owner)
    resume_allocation(scene.cohort_id, viewer=owner)
    assert states(ben, cleo) == ["held", "held"]
    kinds = journal_kinds(scene)
    assert (kinds.count("allocation_paused"), kinds.count("allocation_resumed")) == (1, 1)
    assert_in_order()


def test_holds_offers_and_payments_go_on_in_a_pause(
    scene: Scene, owner: Viewer, stripe: StripeClient
) -> None:
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    pause_allocation(scene.cohort_id, viewer=owner)
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    fulfil(checkout_id)
    pass_time(minutes=16)
    lapse_holds()
    assert states(ada, ben) == ["enrolled", "lapsed"]
    assert cohort(scene).free == 1
    assert_in_order()


def test_who_arrived_before_the_pause_is_seated_first(scene: Scene, owner: Viewer) -> None:
    ada = arrive(scene, "ada")
    pause_allocation(scene.cohort_id, viewer=owner)
    assert states(ada) == ["held"]


@pytest.mark.parametrize("waits", [True, False])
def test_a_late_payment_in_a_pause_goes_back_if_anybody_waits(
    scene: Scene, owner: Viewer, stripe: StripeClient, *, waits: bool
) -> None:
    ada = place_applicant(scene, "ada")
    open_checkout(ada)
    (checkout,) = checkouts()
    pause_allocation(scene.cohort_id, viewer=owner)
    if waits:
        place_applicant(scene, "ben")
    db.session.execute(text("UPDATE checkout SET state = 'expired'"))
    db.session.commit()
    pass_time(hours=3)
    endings.lapse_hold(ada)
    stripe.pay(str(checkout.stripe_session))
    fulfil(checkout.id)
    assert states(ada) == ["lapsed" if waits else "enrolled"]
    assert ("enrolment.refunded" in mails_to("ada")) is waits
    assert_in_order()


def test_a_pause_without_its_entry_is_found(scene: Scene) -> None:
    db.session.execute(text("UPDATE cohort SET allocation_paused_at = opens_at"))
    db.session.commit()
    found = audit.invariants()["enrolment.a_pause_is_in_the_journal"](viewer=SYSTEM)
    assert found == [cohort(scene).public_id]


def test_a_full_line_turns_people_away_at_once_and_without_a_trace(
    scene: Scene, owner: Viewer
) -> None:
    limit_line(scene.cohort_id, waiting_max=1, viewer=owner)
    came = [_take(scene, name) for name in ("ada", "ben", "cleo")]
    before = len(journal_kinds(scene))
    with pytest.raises(LineFull):
        _take(scene, "dora")
    assert states(*came) == ["held", "held", "waiting"]
    assert (len(journal_kinds(scene)), mails_to("dora")) == (before, [])
    endings.leave(came[2])
    assert states(_take(scene, "dora")) == ["waiting"]
    assert_in_order()


def test_a_limit_of_nobody_still_fills_the_seats(scene: Scene, owner: Viewer) -> None:
    limit_line(scene.cohort_id, waiting_max=0, viewer=owner)
    assert states(_take(scene, "ada"), _take(scene, "ben")) == ["held", "held"]
    with pytest.raises(LineFull):
        _take(scene, "cleo")


def test_who_was_answered_before_is_never_turned_away(scene: Scene, owner: Viewer) -> None:
    limit_line(scene.cohort_id, waiting_max=0, viewer=owner)
    kept = [arrive(scene, name) for name in ("ada", "ben", "cleo")]
    with pytest.raises(LineFull):
        _take(scene, "dora")
    arrivals.allocate_cohort(scene.cohort_id)
    assert states(*kept) == ["held", "held", "waiting"]


def test_lowering_the_limit_removes_nobody_and_lifting_it_lets_people_in(
    scene: Scene, owner: Viewer
) -> None:
    came = [_take(scene, name) for name in ("ada", "ben", "cleo", "dora")]
    limit_line(scene.cohort_id, waiting_max=1, viewer=owner)
    assert states(*came) == ["held", "held", "waiting", "waiting"]
    limit_line(scene.cohort_id, waiting_max=None, viewer=owner)
    assert states(_take(scene, "eve")) == ["waiting"]


def test_in_a_pause_the_free_seats_are_nobodys_so_the_limit_counts_all(
    scene: Scene, owner: Viewer
) -> None:
    limit_line(scene.cohort_id, waiting_max=1, viewer=owner)
    pause_allocation(scene.cohort_id, viewer=owner)
    assert states(_take(scene, "ada")) == ["waiting"]
    with pytest.raises(LineFull):
        _take(scene, "ben")


def test_who_is_in_line_already_is_told_so_and_not_that_it_is_full(
    scene: Scene, owner: Viewer
) -> None:
    _take(scene, "ada"), _take(scene, "ben")
    limit_line(scene.cohort_id, waiting_max=0, viewer=owner)
    with pytest.raises(AlreadyInLine):
        _take(scene, "ada")


def test_a_hold_is_extended_twice_and_never_shortened(scene: Scene, owner: Viewer) -> None:
    ada = place_applicant(scene, "ada")
    for hours in (2, 40):
        until = clock.now() + dt.timedelta(hours=hours)
        extend_hold(ada, until=until, viewer=owner)
        assert enrolment(ada).held_until == until
    assert journal_kinds(scene).count("hold_extended") == 2
    assert mails_to("ada").count("enrolment.hold_extended") == 2
    with pytest.raises(ExtendedOften):
        extend_hold(ada, until=clock.now() + dt.timedelta(hours=47), viewer=owner)
    assert_in_order()


@pytest.mark.parametrize(("hours", "refusal"), [(0, NotLater), (49, TooLong)])
def test_a_hold_lasts_as_long_as_an_offer_at_most(
    scene: Scene, owner: Viewer, hours: int, refusal: type[Exception]
) -> None:
    ada = place_applicant(scene, "ada")
    with pytest.raises(refusal):
        extend_hold(ada, until=clock.now() + dt.timedelta(hours=hours, minutes=1), viewer=owner)
    assert enrolment(ada).extensions == 0


def test_only_a_seat_that_is_held_is_extended(scene: Scene, owner: Viewer) -> None:
    ada, _, cleo = [place_applicant(scene, name) for name in ("ada", "ben", "cleo")]
    pass_time(minutes=16)
    for one in (ada, cleo):
        with pytest.raises(NotHeld):
            extend_hold(one, until=clock.now() + dt.timedelta(hours=1), viewer=owner)


def test_nobody_else_decides_any_of_it(scene: Scene) -> None:
    ada = place_applicant(scene, "ada")
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        pause_allocation(scene.cohort_id, viewer=stranger)
    with pytest.raises(NotFound):
        resume_allocation(scene.cohort_id, viewer=stranger)
    with pytest.raises(NotFound):
        limit_line(scene.cohort_id, waiting_max=1, viewer=stranger)
    with pytest.raises(NotFound):
        extend_hold(ada, until=clock.now() + dt.timedelta(hours=1), viewer=stranger)


def test_a_cohort_that_was_called_off_is_neither_paused_nor_limited(
    scene: Scene, owner: Viewer
) -> None:
    endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=owner)
    with pytest.raises(CohortCalledOff):
        pause_allocation(scene.cohort_id, viewer=owner)
    with pytest.raises(CohortCalledOff):
        resume_allocation(scene.cohort_id, viewer=owner)
    with pytest.raises(CohortCalledOff):
        limit_line(scene.cohort_id, waiting_max=1, viewer=owner)


def _take(scene: Scene, name: str) -> int:
    applicant = arrivals.Applicant(name=name.title(), email=f"{name}@example.org", browser_key=name)
    return arrivals.take_place(scene.slug, applicant=applicant).id
