"""Cohorts are drafted, priced and published; a window never overlaps another, a price can be charged."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.closing import close_account, restore_account
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.accounts.rules.practices import Role, StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import IllegalMove, NotFound
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.rules.cohorts import (
    CohortState,
    CohortUnpriced,
    Misshapen,
    PracticeCannotCharge,
    WindowsOverlap,
)
from mentorhub.programs.rules.offers import PriceNotChargeable
from tests.support import factories

DAY = dt.timedelta(days=1)


def _create(
    scene: factories.Scene, *, opens: float = 40, closes: float = 50, **changed: Any
) -> int:
    now = clock.now()
    figures: dict[str, Any] = {
        "viewer": SYSTEM,
        "name": "Autumn circle",
        "seats": 12,
        "opens_at": now + opens * DAY,
        "closes_at": now + closes * DAY,
        "starts_on": (now + 60 * DAY).date(),
        "ends_on": (now + 144 * DAY).date(),
        "mentor_id": scene.mentor_id,
    }
    return cohorts.create_cohort(scene.program_id, **{**figures, **changed})


def _priced(scene: factories.Scene, **changed: Any) -> int:
    cohort_id = _create(scene, **changed)
    cohorts.add_price(cohort_id, viewer=SYSTEM, amount_minor=64000, currency="eur")
    return cohort_id


def test_a_cohort_begins_as_a_draft_of_its_practice(in_app: Flask) -> None:
    scene = factories.scene()
    cohort = db.session.get_one(Cohort, _create(scene, viewer=USER(scene.mentor_id)))
    assert cohort.state == CohortState.DRAFT
    assert (cohort.practice_id, cohort.free) == (scene.practice_id, 12)
    assert (cohort.claim_minutes, cohort.offer_hours) == (15, 48)


def test_figures_out_of_bounds_are_refused(in_app: Flask) -> None:
    scene = factories.scene()
    with pytest.raises(Misshapen, match="closes_at"):
        _create(scene, closes=39)
    with pytest.raises(Misshapen, match="claim_minutes"):
        _create(scene, claim_minutes=1)


def test_who_is_closing_their_account_is_made_nobodys_mentor(in_app: Flask) -> None:
    scene = factories.scene()
    leaving = factories.user("mo@example.org")
    add_member(scene.practice_id, user_id=leaving, role=Role.MENTOR, viewer=SYSTEM)
    draft = _priced(scene, mentor_id=leaving)
    close_account(viewer=USER(leaving))
    with pytest.raises(AccountClosing):
        _create(scene, mentor_id=leaving)
    with pytest.raises(AccountClosing):
        cohorts.publish_cohort(draft, viewer=SYSTEM)
    restore_account(viewer=USER(leaving))
    cohorts.publish_cohort(draft, viewer=SYSTEM)


def test_a_mentor_who_is_no_member_is_not_found(in_app: Flask) -> None:
    scene = factories.scene()
    with pytest.raises(NotFound):
        _create(scene, mentor_id=factories.user("stranger@example.org"))


def test_a_priced_cohort_is_published_once(in_app: Flask) -> None:
    cohort_id = _priced(factories.scene())
    cohorts.publish_cohort(cohort_id, viewer=SYSTEM)
    assert db.session.get_one(Cohort, cohort_id).state == CohortState.PUBLISHED
    with pytest.raises(IllegalMove):
        cohorts.publish_cohort(cohort_id, viewer=SYSTEM)


def test_a_cohort_without_a_price_is_not_published(in_app: Flask) -> None:
    cohort_id = _create(factories.scene())
    with pytest.raises(CohortUnpriced):
        cohorts.publish_cohort(cohort_id, viewer=SYSTEM)


def test_an_overlapping_window_is_refused(in_app: Flask) -> None:
    scene = factories.scene()  # takes arrivals for 30 days
    cohort_id = _priced(scene, opens=29, closes=40)
    with pytest.raises(WindowsOverlap) as refused:
        cohorts.publish_cohort(cohort_id, viewer=SYSTEM)
    open_one = db.session.get_one(Cohort, scene.cohort_id)
    assert refused.value.closes_at == open_one.closes_at
    assert db.session.get_one(Cohort, cohort_id).state == CohortState.DRAFT


def test_another_programmes_window_may_overlap(in_app: Flask) -> None:
    scene = factories.scene()
    other = factories.program(scene.practice_id, scene.mentor_id, slug="other")
    cohorts.publish_cohort(_priced(other, opens=31), viewer=SYSTEM)


def test_the_database_forbids_what_the_rule_refuses(in_app: Flask) -> None:
    cohort_id = _priced(factories.scene(), opens=29, closes=40)
    with (
        pytest.raises(IntegrityError, match="cohort_windows_never_overlap"),
        transaction(viewer=SYSTEM) as session,
    ):
        session.execute(
            text("UPDATE cohort SET state = 'published' WHERE id = :id"), {"id": cohort_id}
        )


def test_only_an_account_that_is_ready_sells_seats(in_app: Flask) -> None:
    scene = factories.scene()
    cohort_id = _priced(scene)
    with transaction(viewer=SYSTEM) as session:
        paid = session.get_one(Practice, scene.practice_id)
        paid.stripe_account, paid.stripe_state = "acct_1", StripeState.PENDING
    with pytest.raises(PracticeCannotCharge):
        cohorts.publish_cohort(cohort_id, viewer=SYSTEM)
    with pytest.raises(PracticeCannotCharge):
        cohorts.add_price(scene.cohort_id, viewer=SYSTEM, amount_minor=5000, currency="eur")
    cohorts.add_price(scene.cohort_id, viewer=SYSTEM, amount_minor=0, currency="eur")


@pytest.mark.parametrize(
    ("amount", "count", "days", "kind"),
    [(0, 1, 0, "free"), (64000, 1, 0, "full"), (66000, 3, 30, "instalments")],
)
def test_a_price_of_each_kind_stands_after_the_others(
    in_app: Flask, amount: int, count: int, days: int, kind: str
) -> None:
    scene = factories.scene()
    price_id = cohorts.add_price(
        scene.cohort_id,
        viewer=SYSTEM,
        amount_minor=amount,
        currency="EUR",
        instalments_count=count,
        interval_days=days,
    )
    price = db.session.get_one(Price, price_id)
    assert (price.kind, price.currency, price.position) == (kind, "eur", 2)


def test_a_price_stripe_cannot_take_is_refused(in_app: Flask) -> None:
    scene = factories.scene()
    with pytest.raises(PriceNotChargeable) as refused:
        cohorts.add_price(scene.cohort_id, viewer=SYSTEM, amount_minor=49, currency="eur")
    assert refused.value.minimum_minor == 50


def test_a_stranger_does_nothing(in_app: Flask) -> None:
    scene = factories.scene()
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        _create(scene, viewer=stranger)
    with pytest.raises(NotFound):
        cohorts.publish_cohort(scene.cohort_id, viewer=stranger)
    with pytest.raises(NotFound):
        cohorts.add_price(scene.cohort_id, viewer=stranger, amount_minor=0, currency="eur")
