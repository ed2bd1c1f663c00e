"""A cohort's prices: changed and taken away while it is a draft, ended and replaced once they were promised."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.queries.programs import locked_cohort
from mentorhub.programs.rules.cohorts import CohortState, refuse_unable_to_charge
from mentorhub.programs.rules.prices import (
    PricePromised,
    PriceWords,
    is_only_sooner,
    refuse_last,
    refuse_misshapen_price,
    refuse_too_many,
)


def offer_price(cohort_id: int, *, viewer: Viewer, words: PriceWords) -> None:
    """One more way to pay, after the others. The same words again are one price: the form was sent twice.

    Raises as `rules.prices.refuse_misshapen_price`, `TooManyPrices`, `PracticeCannotCharge`, `PricePromised` once the
    cohort is cancelled, `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort = _open_to_change(session, cohort_id, viewer=viewer)
        _refuse_unfit(cohort, words)
        if any(one.written == words and one.ended_at is None for one in cohort.prices):
            return
        refuse_too_many(len(cohort.prices))
        last = max((one.position for one in cohort.prices), default=0)
        _add(session, cohort, words, position=last + 1)


def change_price(
    price_id: str, *, cohort_id: int, viewer: Viewer, words: PriceWords, seen: str
) -> None:
    """Of a draft, save these words. Once it was promised, end it and offer these words in its place, in one commit.

    Whoever has a place keeps the price of their arrival. A price that only ends sooner stays itself. `seen` is the
    version of `Price.written` that was read before. Raises as `offer_price`, `PricePromised` for one that has ended,
    `ChangedElsewhere`.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        cohort = _open_to_change(session, cohort_id, viewer=viewer)
        price = _of(cohort, price_id)
        stored = price.written
        refuse_overwriting(stored, words, seen=seen)
        if words == stored:
            return
        _refuse_unfit(cohort, words)
        if not cohort.is_begun or is_only_sooner(stored, words, now=now):
            price.write(words)
            return
        _refuse_over(price, now=now)
        refuse_too_many(len(cohort.prices))
        price.end(now)
        since = words.available_from
        begins = now if since is None or since < now else since
        _add(session, cohort, replace(words, available_from=begins), position=price.position)


def withdraw_price(price_id: str, *, cohort_id: int, viewer: Viewer) -> None:
    """Take it away; once it was promised it ends instead, for whoever arrives from now on. Twice changes nothing.

    Raises `LastPrice` where nobody could enrol any more, `PricePromised` once the cohort is cancelled, `NotFound` to
    strangers.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        cohort = _open_to_change(session, cohort_id, viewer=viewer)
        price = _of(cohort, price_id)
        if not cohort.is_begun:
            session.delete(price)
            return
        if price.ended_at is not None:
            return
        others = [one for one in cohort.prices if one is not price and one.ended_at is None]
        if cohort.state == CohortState.PUBLISHED:
            since = max(now, cohort.opens_at)
            refuse_last(others, opens_at=since, closes_at=cohort.closes_at)
        price.end(now)


def _open_to_change(session: Session, cohort_id: int, *, viewer: Viewer) -> Cohort:
    cohort = locked_cohort(session, cohort_id, viewer=viewer)
    if cohort.state == CohortState.CANCELLED:
        raise PricePromised
    return cohort


def _of(cohort: Cohort, price_id: str) -> Price:
    for price in cohort.prices:
        if price.public_id == price_id:
            return price
    raise NotFound


def _refuse_over(price: Price, *, now: dt.datetime) -> None:
    if price.ended_at is not None or (price.available_until and price.available_until <= now):
        raise PricePromised


def _refuse_unfit(cohort: Cohort, words: PriceWords) -> None:
    refuse_misshapen_price(words)
    if cohort.state == CohortState.PUBLISHED:
        can_charge = cohort.program.practice.can_charge
        refuse_unable_to_charge(can_charge=can_charge, amounts_minor=[words.amount_minor])


def _add(session: Session, cohort: Cohort, words: PriceWords, *, position: int) -> None:
    price = Price(practice_id=cohort.practice_id, cohort_id=cohort.id, position=position)
    price.write(words)
    session.add(price)
