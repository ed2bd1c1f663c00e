"""Public states, which cohort a page is about, prices, addresses, and the refusals."""

import datetime as dt
from typing import NamedTuple

import pytest

from mentorhub.programs.rules.cohorts import (
    CohortState,
    Misshapen,
    PracticeCannotCharge,
    PublicState,
    Window,
    WindowsOverlap,
    current,
    public_state,
    refuse_misshapen_cohort,
    refuse_overlap,
    refuse_unable_to_charge,
)
from mentorhub.programs.rules.offers import (
    PriceNotChargeable,
    instalment_amounts,
    price_is_available,
    price_kind,
    refuse_unchargeable,
)

UTC = dt.UTC
OPENS = dt.datetime(2026, 3, 2, 8, tzinfo=UTC)
CLOSES = dt.datetime(2026, 4, 1, 8, tzinfo=UTC)
WINDOW = Window(OPENS, CLOSES, dt.date(2026, 4, 13), dt.date(2026, 7, 3))
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "free", "waiting", "state"),
    [
        (OPENS - SECOND, 3, 0, PublicState.SCHEDULED),
        (OPENS, 3, 0, PublicState.OPEN),
        (CLOSES - SECOND, 0, 0, PublicState.FULL),
        (OPENS, 1, 2, PublicState.FULL),
        (CLOSES, 3, 0, PublicState.CLOSED),
        (dt.datetime(2026, 4, 13, 0, tzinfo=UTC), 0, 0, PublicState.RUNNING),
        (dt.datetime(2026, 7, 3, 23, tzinfo=UTC), 0, 0, PublicState.RUNNING),
        (dt.datetime(2026, 7, 4, 0, tzinfo=UTC), 0, 0, PublicState.ENDED),
    ],
)
def test_a_published_cohorts_state_follows_time_and_seats(
    now: dt.datetime, free: int, waiting: int, state: PublicState
) -> None:
    found = public_state(CohortState.PUBLISHED, WINDOW, free=free, waiting=waiting, now=now)
    assert found == state


def test_a_cancelled_cohort_is_cancelled_at_any_time() -> None:
    found = public_state(CohortState.CANCELLED, WINDOW, free=3, waiting=0, now=OPENS)
    assert found == PublicState.CANCELLED


class _Candidate(NamedTuple):
    state: CohortState
    opens_at: dt.datetime
    closes_at: dt.datetime


def _candidate(days: int, state: CohortState) -> _Candidate:
    by = dt.timedelta(days=days)
    return _Candidate(state, OPENS + by, CLOSES + by)


@pytest.mark.parametrize(
    ("candidates", "index"),
    [
        ([], None),
        ([(-400, "published"), (0, "published"), (200, "published")], 1),
        ([(-400, "published"), (300, "published"), (200, "published")], 2),
        ([(-400, "published"), (-200, "published")], 1),
        ([(-200, "published"), (100, "cancelled")], 1),
        ([(0, "cancelled"), (200, "published")], 1),
    ],
)
def test_a_page_is_about_the_open_cohort_else_the_next_else_the_latest(
    candidates: list[tuple[int, str]], index: int | None
) -> None:
    found = [_candidate(days, CohortState(state)) for days, state in candidates]
    assert current(found, now=OPENS) == (None if index is None else found[index])


@pytest.mark.parametrize(
    ("since", "until", "is_available"),
    [
        (None, None, True),
        (OPENS, None, True),
        (OPENS + SECOND, None, False),
        (None, OPENS, False),
        (None, OPENS + SECOND, True),
    ],
)
def test_a_price_is_available_from_its_first_second_until_before_its_last(
    since: dt.datetime | None, until: dt.datetime | None, is_available: bool
) -> None:
    assert price_is_available(since, until, now=OPENS) is is_available


def _refused_field(**changed: int) -> str:
    figures = {"seats": 12, "claim_minutes": 15, "offer_hours": 48, **changed}
    with pytest.raises(Misshapen) as refused:
        refuse_misshapen_cohort(WINDOW, **figures)
    return refused.value.field


def test_a_cohorts_figures_stay_within_bounds() -> None:
    refuse_misshapen_cohort(WINDOW, seats=0, claim_minutes=5, offer_hours=336)
    assert _refused_field(seats=-1) == "seats"
    assert _refused_field(claim_minutes=4) == "claim_minutes"
    assert _refused_field(claim_minutes=1441) == "claim_minutes"
    assert _refused_field(offer_hours=0) == "offer_hours"


@pytest.mark.parametrize(
    ("window", "field"),
    [
        (Window(OPENS, OPENS, WINDOW.starts_on, WINDOW.ends_on), "closes_at"),
        (Window(OPENS, CLOSES, WINDOW.ends_on, WINDOW.starts_on), "ends_on"),
    ],
)
def test_a_window_goes_forward(window: Window, field: str) -> None:
    with pytest.raises(Misshapen, match=field):
        refuse_misshapen_cohort(window, seats=1, claim_minutes=15, offer_hours=48)


def test_windows_may_touch_but_not_overlap() -> None:
    next_one = Window(CLOSES, CLOSES + SECOND, WINDOW.starts_on, WINDOW.ends_on)
    refuse_overlap(WINDOW, others=[next_one])
    early = Window(CLOSES - SECOND, CLOSES + SECOND, WINDOW.starts_on, WINDOW.ends_on)
    with pytest.raises(WindowsOverlap) as refused:
        refuse_overlap(WINDOW, others=[next_one, early])
    assert (refused.value.opens_at, refused.value.closes_at) == (early.opens_at, early.closes_at)


def test_what_costs_something_opens_only_where_its_practice_can_be_paid() -> None:
    with pytest.raises(PracticeCannotCharge):
        refuse_unable_to_charge(can_charge=False, amounts_minor=[0, 5000])
    refuse_unable_to_charge(can_charge=False, amounts_minor=[0])
    refuse_unable_to_charge(can_charge=True, amounts_minor=[5000])


@pytest.mark.parametrize(
    ("amount", "currency", "count"),
    [(49, "eur", 1), (99, "eur", 2), (1, "eur", 1), (0, "eur", 2), (0, "€", 1), (5001, "kwd", 1)],
)
def test_a_price_stripe_cannot_take_is_refused_with_the_smallest(
    amount: int, currency: str, count: int
) -> None:
    with pytest.raises(PriceNotChargeable) as refused:
        refuse_unchargeable(
            amount, currency, instalments_count=count, interval_days=30 if count > 1 else 0
        )
    assert refused.value.currency == currency
    assert refused.value.minimum_minor == (50 if currency == "eur" else 1)


@pytest.mark.parametrize(
    ("count", "days", "field"),
    [(0, 0, "instalments_count"), (3, 0, "interval_days"), (1, 30, "interval_days")],
)
def test_instalments_have_an_interval(count: int, days: int, field: str) -> None:
    with pytest.raises(Misshapen, match=field):
        refuse_unchargeable(64000, "eur", instalments_count=count, interval_days=days)


@pytest.mark.parametrize(
    ("amount", "count", "kind"), [(0, 1, "free"), (500, 1, "full"), (500, 3, "instalments")]
)
def test_a_prices_kind_follows_from_its_figures(amount: int, count: int, kind: str) -> None:
    assert price_kind(amount, instalments_count=count) == kind


def test_instalments_add_up_and_the_first_takes_what_is_left_over() -> None:
    assert instalment_amounts(64001, 3, currency="eur") == (21335, 21333, 21333)
    assert instalment_amounts(64000, 1, currency="eur") == (64000,)
    assert instalment_amounts(10000, 3, currency="kwd") == (3340, 3330, 3330)
