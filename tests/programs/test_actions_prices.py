"""Prices: edited in a draft; once they were promised, ended and replaced, and every place keeps its own."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions import cohorts, prices
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.rules.cohorts import PracticeCannotCharge
from mentorhub.programs.rules.offers import PriceNotChargeable
from mentorhub.programs.rules.prices import (
    PRICES_MAX,
    LastPrice,
    PricePromised,
    PriceWords,
    TooManyPrices,
)
from tests.support import factories
from tests.support.applicants import enrolment, place_applicant

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]
DAY = dt.timedelta(days=1)
FIFTY = PriceWords(amount_minor=5000, currency="eur", label="Early")


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public cohort at 640 euros."""
    return factories.scene()


def _draft(scene: factories.Scene) -> int:
    now = clock.now()
    return cohorts.create_cohort(
        scene.program_id,
        viewer=USER(scene.mentor_id),
        name="Autumn circle",
        seats=6,
        opens_at=now + 40 * DAY,
        closes_at=now + 50 * DAY,
        starts_on=(now + 60 * DAY).date(),
        ends_on=(now + 144 * DAY).date(),
        mentor_id=scene.mentor_id,
    )


def _of(cohort_id: int) -> list[Price]:
    db.session.rollback()
    query = db.select(Price).where(Price.cohort_id == cohort_id)
    return list(db.session.scalars(query.order_by(Price.position, Price.id)))


def _offer(scene: factories.Scene, cohort_id: int, words: PriceWords) -> None:
    prices.offer_price(cohort_id, viewer=USER(scene.mentor_id), words=words)


def _change(scene: factories.Scene, price: Price, **changed: Any) -> None:
    stored = price.written
    prices.change_price(
        price.public_id,
        cohort_id=price.cohort_id,
        viewer=USER(scene.mentor_id),
        words=replace(stored, **changed),
        seen=version_of(stored),
    )


def _withdraw(scene: factories.Scene, price: Price) -> None:
    prices.withdraw_price(price.public_id, cohort_id=price.cohort_id, viewer=USER(scene.mentor_id))


def test_prices_of_a_draft_are_added_changed_and_taken_away(scene: factories.Scene) -> None:
    draft = _draft(scene)
    _offer(scene, draft, FIFTY)
    _offer(scene, draft, FIFTY)  # sent twice
    _offer(scene, draft, replace(FIFTY, amount_minor=0, label="Free"))
    first, second = _of(draft)
    _change(scene, first, instalments_count=2, interval_days=30)
    _withdraw(scene, second)
    [only] = _of(draft)
    assert (only.public_id, only.kind, only.instalments_count) == (
        first.public_id,
        "instalments",
        2,
    )


def test_a_changed_price_of_a_public_cohort_ends_and_another_takes_its_place(
    scene: factories.Scene,
) -> None:
    ada = place_applicant(scene, "ada")
    [first] = _of(scene.cohort_id)
    _change(scene, first, amount_minor=70000)
    before, after = _of(scene.cohort_id)
    assert before.public_id == first.public_id and before.amount_minor == 64000
    assert before.ended_at == before.available_until == after.available_from
    assert (after.amount_minor, after.position) == (70000, before.position)
    bo = place_applicant(scene, "bo")
    db.session.rollback()
    assert [enrolment(one).amount_minor for one in (ada, bo)] == [64000, 70000]
    assert [enrolment(one).price_id for one in (ada, bo)] == [before.id, after.id]


def test_a_price_that_only_ends_sooner_stays_itself(scene: factories.Scene) -> None:
    [first] = _of(scene.cohort_id)
    until = clock.now() + DAY
    _change(scene, first, available_until=until)
    [only] = _of(scene.cohort_id)
    assert (only.public_id, only.available_until, only.ended_at) == (first.public_id, until, None)


def test_a_price_that_has_ended_is_not_taken_up_again(scene: factories.Scene) -> None:
    [first] = _of(scene.cohort_id)
    _change(scene, first, amount_minor=70000)
    ended = _of(scene.cohort_id)[0]
    with pytest.raises(PricePromised):
        _change(scene, ended, available_until=None)
    _withdraw(scene, ended)  # twice is no harm
    assert len(_of(scene.cohort_id)) == 2


def test_the_last_price_of_a_public_cohort_stays(scene: factories.Scene) -> None:
    [first] = _of(scene.cohort_id)
    with pytest.raises(LastPrice):
        _withdraw(scene, first)
    _offer(scene, scene.cohort_id, FIFTY)
    _withdraw(scene, first)
    before, _after = _of(scene.cohort_id)
    assert before.ended_at is not None and not before.is_available(clock.now())


@pytest.mark.parametrize("words", [replace(FIFTY, amount_minor=49), replace(FIFTY, currency="xyz")])
def test_what_stripe_cannot_take_is_not_offered(scene: factories.Scene, words: PriceWords) -> None:
    with pytest.raises(PriceNotChargeable):
        _offer(scene, scene.cohort_id, words)
    with pytest.raises(PriceNotChargeable):
        _change(scene, _of(scene.cohort_id)[0], **vars(words))
    assert [one.amount_minor for one in _of(scene.cohort_id)] == [64000]


def test_a_practice_that_cannot_charge_offers_only_what_is_free(scene: factories.Scene) -> None:
    practice = db.session.get_one(Practice, scene.practice_id)
    practice.stripe_state, practice.stripe_account = StripeState.PENDING, "acct_1"
    db.session.commit()
    with pytest.raises(PracticeCannotCharge):
        _offer(scene, scene.cohort_id, FIFTY)
    _offer(scene, scene.cohort_id, replace(FIFTY, amount_minor=0))
    _offer(scene, _draft(scene), FIFTY)  # nobody sees it yet


def test_there_is_a_most_of_prices_and_a_cancelled_cohort_has_none_changed(
    scene: factories.Scene,
) -> None:
    draft = _draft(scene)
    for number in range(PRICES_MAX):
        _offer(scene, draft, replace(FIFTY, amount_minor=5000 + number))
    with pytest.raises(TooManyPrices):
        _offer(scene, draft, replace(FIFTY, amount_minor=100))
    db.session.get_one(Cohort, draft).cancel(clock.now())
    db.session.commit()
    with pytest.raises(PricePromised):
        _withdraw(scene, _of(draft)[0])


def test_the_second_of_two_tabs_is_told(scene: factories.Scene) -> None:
    draft = _draft(scene)
    _offer(scene, draft, FIFTY)
    [price] = _of(draft)
    stored = price.written
    _change(scene, price, amount_minor=6000)
    with pytest.raises(ChangedElsewhere):
        prices.change_price(
            price.public_id,
            cohort_id=draft,
            viewer=SYSTEM,
            words=replace(stored, amount_minor=7000),
            seen=version_of(stored),
        )


def test_strangers_and_other_cohorts_reach_no_price(scene: factories.Scene) -> None:
    [price] = _of(scene.cohort_id)
    rival = USER(factories.practice(mentor_email="rival@example.org", name="Another")[1])
    with pytest.raises(NotFound):
        prices.offer_price(scene.cohort_id, viewer=rival, words=FIFTY)
    with pytest.raises(NotFound):
        prices.withdraw_price(price.public_id, cohort_id=scene.cohort_id, viewer=rival)
    with pytest.raises(NotFound):
        prices.withdraw_price(price.public_id, cohort_id=_draft(scene), viewer=SYSTEM)


def test_the_same_words_again_change_no_price(scene: factories.Scene) -> None:
    draft, viewer = _draft(scene), USER(scene.mentor_id)
    prices.offer_price(draft, viewer=viewer, words=FIFTY)
    (price,) = _of(draft)
    prices.change_price(
        price.public_id, cohort_id=draft, viewer=viewer, words=FIFTY, seen="never read"
    )
    assert [one.id for one in _of(draft)] == [price.id]


def test_a_price_of_a_draft_with_a_place_ends_also_where_it_is_the_last(
    scene: factories.Scene,
) -> None:
    draft, viewer = _draft(scene), USER(scene.mentor_id)
    prices.offer_price(draft, viewer=viewer, words=FIFTY)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, draft).entries = 1
    prices.withdraw_price(_of(draft)[0].public_id, cohort_id=draft, viewer=viewer)
    assert _of(draft)[0].ended_at is not None
