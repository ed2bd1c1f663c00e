"""Cohorts written by their practice: drafted, changed, kept where something was promised, copied."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions import cohort_changes, cohorts, prices
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.cohort_changes import (
    AfterItsEnd,
    CohortWords,
    InThePast,
    NoLongerFree,
    Shortened,
)
from mentorhub.programs.rules.cohorts import CohortState, Misshapen, WindowsOverlap
from mentorhub.programs.rules.prices import PriceWords
from tests.support import factories, practice_pages
from tests.support.applicants import place_applicant

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]
DAY = dt.timedelta(days=1)


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A programme with a public cohort that is open for thirty days."""
    return factories.scene()


def _words(
    scene: factories.Scene, *, opens: float = 40, closes: float = 50, **changed: Any
) -> CohortWords:
    now = clock.now().replace(microsecond=0)
    mentor = db.session.get_one(User, scene.mentor_id).public_id
    words = CohortWords(
        name="Autumn circle",
        mentor=mentor,
        seats=12,
        opens_at=now + opens * DAY,
        closes_at=now + closes * DAY,
        starts_on=(now + 60 * DAY).date(),
        ends_on=(now + 144 * DAY).date(),
        welcome_md="Hello",
    )
    return replace(words, **changed)


def _draft(scene: factories.Scene, **changed: Any) -> Cohort:
    public_id = cohort_changes.draft_cohort(
        scene.program_id, viewer=USER(scene.mentor_id), words=_words(scene, **changed)
    )
    return _found(public_id)


def _found(public_id: str) -> Cohort:
    db.session.rollback()
    found: Cohort = db.session.scalars(select(Cohort).where(Cohort.public_id == public_id)).one()
    return found


def _change(cohort: Cohort, scene: factories.Scene, **changed: Any) -> None:
    stored = cohort.written
    cohort_changes.change_cohort(
        cohort.id,
        viewer=USER(scene.mentor_id),
        words=replace(stored, **changed),
        seen=version_of(stored),
    )
    db.session.rollback()


def test_a_draft_holds_what_was_typed_and_is_edited_freely(scene: factories.Scene) -> None:
    cohort = _draft(scene)
    assert cohort.state == CohortState.DRAFT and cohort.written == replace(
        _words(scene), opens_at=cohort.opens_at, closes_at=cohort.closes_at
    )
    later = cohort.closes_at + DAY
    _change(cohort, scene, name="Renamed", seats=3, closes_at=later, claim_minutes=5)
    assert (cohort.name, cohort.seats, cohort.closes_at, cohort.claim_minutes) == (
        "Renamed",
        3,
        later,
        5,
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"closes": 39}, Misshapen),
        ({"opens": -3}, InThePast),
        ({"opens": -0.001, "closes": 0}, InThePast),
        ({"opens": 20}, WindowsOverlap),
        ({"closes": 150}, AfterItsEnd),
        ({"seats": 10_001}, Misshapen),
        ({"offer_hours": 337}, Misshapen),
    ],
)
def test_what_cannot_be_is_refused_in_a_new_draft_and_in_an_old_one(
    scene: factories.Scene, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    cohort = _draft(scene)
    before, wanted = cohort.written, _words(scene, **changed)
    with pytest.raises(refusal):
        _draft(scene, **changed)
    with pytest.raises(refusal):
        _change(cohort, scene, **wanted.by_field)
    assert _found(cohort.public_id).written == before


def test_a_draft_that_was_sent_twice_is_one(scene: factories.Scene) -> None:
    first = _draft(scene).public_id
    assert _draft(scene).public_id == first
    assert _draft(scene, seats=5).public_id != first


def test_the_last_day_is_not_before_the_first(scene: factories.Scene) -> None:
    with pytest.raises(Misshapen, match="ends_on"):
        _draft(scene, starts_on=_words(scene).ends_on + DAY)


def test_of_a_public_cohort_what_was_promised_stays(scene: factories.Scene) -> None:
    cohort = db.session.get_one(Cohort, scene.cohort_id)
    _change(cohort, scene, name="Renamed", welcome_md="Hello", starts_on=cohort.starts_on + DAY)
    assert (cohort.name, cohort.welcome_md) == ("Renamed", "Hello")
    for kept in ({"seats": 40}, {"closes_at": cohort.closes_at + DAY}):
        with pytest.raises(NoLongerFree):
            _change(cohort, scene, **kept)
    place_applicant(scene, "ada")
    db.session.rollback()
    with pytest.raises(NoLongerFree, match="starts_on"):
        _change(cohort, scene, starts_on=cohort.starts_on + DAY)
    with pytest.raises(Shortened):
        _change(cohort, scene, offer_hours=47)
    _change(cohort, scene, offer_hours=49)
    assert cohort.offer_hours == 49


def test_a_draft_in_which_a_seat_was_given_has_begun(scene: factories.Scene) -> None:
    cohort = _draft(scene)
    cohorts.add_price(cohort.id, viewer=USER(scene.mentor_id), amount_minor=0, currency="eur")
    grant_seat(cohort.id, name="Ada", email="ada@example.org", viewer=USER(scene.mentor_id))
    db.session.rollback()
    with pytest.raises(NoLongerFree, match="seats"):
        _change(cohort, scene, seats=0)


def test_a_cancelled_cohort_changes_no_more(scene: factories.Scene) -> None:
    cohort = _draft(scene)
    cohort.cancel(clock.now())
    db.session.commit()
    with pytest.raises(NoLongerFree):
        _change(cohort, scene, name="Renamed")


def test_the_second_of_two_tabs_is_told(scene: factories.Scene) -> None:
    cohort = _draft(scene)
    first = cohort.written
    _change(cohort, scene, name="First")
    second = replace(first, name="Second")
    with pytest.raises(ChangedElsewhere):
        cohort_changes.change_cohort(
            cohort.id, viewer=USER(scene.mentor_id), words=second, seen=version_of(first)
        )
    assert _found(cohort.public_id).name == "First"


def test_only_a_mentor_of_the_practice_mentors_it(scene: factories.Scene) -> None:
    practice_pages.member(scene, "siri@example.org", Role.ASSISTANT)
    for email in ("siri@example.org", "stranger@example.org"):
        if email.startswith("stranger"):
            factories.user(email)
        other = db.session.scalars(db.select(User).where(User.email == email)).one().public_id
        with pytest.raises(NotFound):
            _draft(scene, mentor=other)


def test_strangers_write_nothing(scene: factories.Scene) -> None:
    cohort, words = _draft(scene), _words(scene, name="Theirs")
    rival = USER(factories.practice(mentor_email="rival@example.org", name="Another")[1])
    with pytest.raises(NotFound):
        cohort_changes.draft_cohort(scene.program_id, viewer=rival, words=words)
    with pytest.raises(NotFound):
        cohort_changes.change_cohort(
            cohort.id, viewer=rival, words=words, seen=version_of(cohort.written)
        )
    with pytest.raises(NotFound):
        cohort_changes.duplicate_cohort(cohort.id, viewer=rival, name="Theirs")


def test_a_copy_opens_after_the_first_at_the_same_time_of_day(scene: factories.Scene) -> None:
    viewer = USER(scene.mentor_id)
    first = db.session.get_one(Cohort, scene.cohort_id)
    early = first.closes_at.replace(microsecond=0) - 10 * DAY
    words = PriceWords(amount_minor=50000, currency="eur", label="Early", available_until=early)
    prices.offer_price(first.id, viewer=viewer, words=words)
    changed = replace(words, amount_minor=51000)
    early_id = next(one.public_id for one in first.prices if one.label == "Early")
    prices.change_price(
        early_id, cohort_id=first.id, viewer=viewer, words=changed, seen=version_of(words)
    )
    place_applicant(scene, "ada")
    public_id = cohort_changes.duplicate_cohort(first.id, viewer=viewer, name="Next circle")
    copy, first = _found(public_id), db.session.get_one(Cohort, scene.cohort_id)
    zone = ZoneInfo("Europe/Oslo")
    assert copy.state == CohortState.DRAFT and copy.name == "Next circle"
    assert (copy.seats, copy.taken, copy.waiting, copy.entries) == (first.seats, 0, 0, 0)
    assert copy.opens_at >= first.closes_at and copy.opens_at - first.closes_at < 8 * DAY
    assert copy.opens_at.astimezone(zone).time() == first.opens_at.astimezone(zone).time()
    assert copy.starts_on - copy.opens_at.date() == first.starts_on - first.opens_at.date()
    found = [(one.label, one.amount_minor, one.available_from) for one in copy.prices]
    assert found == [("", 64000, None), ("Early", 51000, None)]
    until = copy.prices[1].available_until
    assert until is not None and until.astimezone(zone).time() == early.astimezone(zone).time()


def test_the_same_words_again_change_nothing_and_another_mentor_may_take_a_draft(
    scene: factories.Scene,
) -> None:
    draft, viewer = _draft(scene), USER(scene.mentor_id)
    words = draft.written
    cohort_changes.change_cohort(draft.id, viewer=viewer, words=words, seen="never read")
    second = factories.user("bo@example.org", "Bo Berg")
    practice_pages.join(scene, second, Role.MENTOR)
    theirs = replace(words, mentor=db.session.get_one(User, second).public_id)
    seen = version_of(words)
    cohort_changes.change_cohort(draft.id, viewer=viewer, words=theirs, seen=seen)
    assert _found(draft.public_id).mentor_id == second


def test_whoever_is_leaving_takes_no_cohort(scene: factories.Scene) -> None:
    second = factories.user("bo@example.org", "Bo Berg", closing_at=clock.now())
    practice_pages.join(scene, second, Role.MENTOR)
    with pytest.raises(AccountClosing):
        _draft(scene, mentor=db.session.get_one(User, second).public_id)
