"""Beginning a rehearsal copies what its first arrivals will find; what cannot be rehearsed is refused."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions import endings, rehearsals, seats
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.periodic import places
from mentorhub.enrolment.rules.refusals import CohortCalledOff, CohortOver, RehearsalEnded
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.actions import cohort_changes, publication
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.rules.cohorts import CohortState, CohortUnpriced
from tests.support import factories, opening
from tests.support.applicants import pass_time
from tests.support.factories import Scene
from tests.support.rehearsing import pay_rehearsals


def _mentor(scene: Scene) -> Viewer:
    return USER(scene.mentor_id)


def _begin(scene: Scene) -> Cohort:
    rehearsals.begin_rehearsal(scene.cohort_id, viewer=_mentor(scene))
    return db.session.scalars(select(Cohort).where(Cohort.rehearses_id == scene.cohort_id)).one()


def _arrive(scene: Scene) -> Enrolment:
    came = rehearsals.take_rehearsed_place(
        scene.cohort_id, name="Ada", locale="en_GB", timezone="UTC"
    )
    return db.session.get_one(Enrolment, came.id, populate_existing=True)


def test_it_is_a_copy_with_one_seat_for_an_hour(in_app: Flask) -> None:
    scene = factories.scene(seats=12)
    now = clock.now()
    copy = _begin(scene)
    first = db.session.get_one(Cohort, scene.cohort_id)
    same = (
        "program_id",
        "name",
        "claim_minutes",
        "offer_hours",
        "welcome_md",
        "starts_on",
        "ends_on",
    )
    assert [getattr(copy, name) for name in same] == [getattr(first, name) for name in same]
    assert (copy.seats, copy.mentor_id) == (1, scene.mentor_id)
    assert copy.closes_at - copy.opens_at == dt.timedelta(hours=1)
    assert copy.opens_at >= now
    assert in_app


def test_without_a_sandbox_it_has_one_price_that_is_nothing(in_app: Flask) -> None:
    copy = _begin(factories.scene())
    assert [(one.kind.value, one.amount_minor) for one in copy.prices] == [("free", 0)]
    assert in_app


def test_with_one_it_has_the_prices_that_first_arrivals_find(in_app: Flask) -> None:
    pay_rehearsals(in_app)
    scene = factories.scene()
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        own = session.get_one(Price, scene.price_id)
        for label, since in (("early", None), ("late", now + dt.timedelta(days=300))):
            session.add(
                Price(
                    practice_id=own.practice_id, cohort_id=own.cohort_id, label=label, position=2,
                    kind=own.kind, amount_minor=4_200, currency=own.currency, available_from=since,
                )
            )  # fmt: skip
    copy = _begin(scene)
    assert {(one.label, one.amount_minor) for one in copy.prices} == {
        (own.label, own.amount_minor),
        ("early", 4_200),
    }
    assert all(one.available_from is None is one.available_until for one in copy.prices)


def test_a_cohort_without_a_price_is_not_rehearsed(in_app: Flask) -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).state = CohortState.DRAFT
        session.flush()
        session.execute(delete(Price))
    with pytest.raises(CohortUnpriced):
        _begin(scene)
    assert in_app


def test_a_cohort_that_is_over_or_cancelled_is_not_rehearsed(in_app: Flask) -> None:
    scene = factories.scene()
    with clock.moved(dt.timedelta(days=2000)), pytest.raises(CohortOver):
        _begin(scene)
    endings.cancel_cohort(scene.cohort_id, reason="Ill", viewer=_mentor(scene))
    with pytest.raises(CohortCalledOff):
        _begin(scene)
    assert in_app


def test_strangers_begin_and_end_none(in_app: Flask) -> None:
    scene = factories.scene()
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        rehearsals.begin_rehearsal(scene.cohort_id, viewer=stranger)
    _begin(scene)
    with pytest.raises(NotFound):
        rehearsals.close_rehearsal(scene.cohort_id, viewer=stranger)
    assert in_app


def test_after_its_end_nobody_arrives(in_app: Flask) -> None:
    scene = factories.scene()
    with pytest.raises(RehearsalEnded):
        _arrive(scene)
    _begin(scene)
    pass_time(hours=1)
    with pytest.raises(RehearsalEnded):
        _arrive(scene)
    rehearsals.close_rehearsal(scene.cohort_id, viewer=_mentor(scene))
    rehearsals.close_rehearsal(scene.cohort_id, viewer=_mentor(scene))
    with pytest.raises(RehearsalEnded):
        _arrive(scene)
    assert in_app


def test_a_hold_lapses_although_the_practice_takes_no_payments_yet(in_app: Flask) -> None:
    pay_rehearsals(in_app)
    scene = factories.scene()
    _stop_payments(scene)
    _begin(scene)
    ada = _arrive(scene)
    assert ada.amount_minor > 0
    assert not ada.is_stopped
    pass_time(minutes=16)
    assert places.lapse_holds() == 0
    assert db.session.get_one(Enrolment, ada.id, populate_existing=True).state == "lapsed"


def _stop_payments(scene: Scene) -> None:
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Cohort, scene.cohort_id).program.practice
        practice.stripe_state = StripeState.NONE
        session.flush()
        session.refresh(practice)
        assert not practice.can_charge


def test_nobody_changes_it_as_a_cohort(in_app: Flask) -> None:
    scene = factories.scene()
    copy = _begin(scene)
    mentor = _mentor(scene)
    for act in (
        lambda: seats.set_seats(copy.id, seats=5, viewer=mentor),
        lambda: endings.cancel_cohort(copy.id, reason="No", viewer=mentor),
        lambda: cohort_changes.duplicate_cohort(copy.id, viewer=mentor, name="Next"),
        lambda: rehearsals.begin_rehearsal(copy.id, viewer=mentor),
    ):
        with pytest.raises(NotFound):
            act()
    assert in_app


@pytest.mark.parametrize(
    "change", [{"seats": 2}, {"state": "published"}, {"rehearses_id": None}], ids=str
)
def test_the_database_refuses_what_is_no_rehearsal(
    in_app: Flask, change: dict[str, object]
) -> None:
    copy = _begin(factories.scene())
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        row = session.get_one(Cohort, copy.id)
        for name, value in change.items():
            setattr(row, name, value)
    assert in_app


def test_two_of_one_cohort_never_run_at_once(in_app: Flask) -> None:
    scene = factories.scene()
    copy = _begin(scene)
    fields = [c.key for c in Cohort.__table__.c if c.key not in {"id", "public_id"}]
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.add(Cohort(**{name: getattr(copy, name) for name in fields}))
    assert in_app


def test_what_is_not_due_is_neither_ended_nor_made_nameless(in_app: Flask) -> None:
    scene = factories.scene()
    copy = _begin(scene)
    ada = _arrive(scene)
    rehearsals.forget_rehearsed_place(ada.id)
    assert db.session.get_one(Enrolment, ada.id, populate_existing=True).name == "Ada"
    for _ in range(2):  # a second worker comes to it when the first is done
        rehearsals.end_overdue_rehearsal(copy.id)
        assert db.session.get_one(Cohort, copy.id, populate_existing=True).state == "rehearsed"
    assert in_app


def test_a_running_rehearsal_does_not_stand_in_the_way_of_publishing(in_app: Flask) -> None:
    nora = opening.practice()
    draft = opening.draft(nora, opens_in=dt.timedelta(0))
    rehearsals.begin_rehearsal(draft.cohort_id, viewer=USER(nora.owner_id))
    publication.publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(nora.owner_id))
    offered = db.session.get_one(Cohort, draft.cohort_id, populate_existing=True)
    assert offered.state == CohortState.PUBLISHED
    assert in_app


def test_one_whose_hour_is_over_makes_way_for_the_next_before_a_worker_comes(in_app: Flask) -> None:
    scene = factories.scene()
    first = _begin(scene)
    pass_time(hours=1)
    rehearsals.begin_rehearsal(scene.cohort_id, viewer=_mentor(scene))
    of_it = select(Cohort).where(Cohort.rehearses_id == scene.cohort_id).order_by(Cohort.id)
    states = [one.state for one in db.session.scalars(of_it)]
    assert states == [CohortState.REHEARSED, CohortState.REHEARSAL]
    assert db.session.get_one(Cohort, first.id).cancelled_at is not None
    assert in_app
