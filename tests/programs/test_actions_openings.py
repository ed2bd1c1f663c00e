"""From the form to the email of the opening: confirmed by the link, mailed once, and erased when its time is over."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.actions.endings import cancel_cohort
from mentorhub.enrolment.actions.seats import pause_allocation
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.programs.actions import openings
from mentorhub.programs.actions.windows import move_window
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.periodic import announce_openings, forget_openings
from mentorhub.programs.rules.openings import CONFIRMED_WITHIN, KEPT, NoOpeningAhead
from tests.support import factories
from tests.support.applicants import assert_in_order, place_applicant
from tests.support.opening_notices import AHEAD, listed, notices, scheduled

pytestmark = pytest.mark.database
SECOND = dt.timedelta(seconds=1)
OPEN = AHEAD + SECOND


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public cohort that opens in three days."""
    return scheduled()


def _mails() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(
        select(OutboxMail.kind, OutboxMail.to_address).order_by(OutboxMail.id)
    )
    return [(kind, address) for kind, address in rows]


def _announced() -> list[str]:
    return [address for kind, address in _mails() if kind == "programs.opening"]


def test_only_the_link_puts_an_address_on_the_list_and_it_is_mailed_once(
    scene: factories.Scene,
) -> None:
    openings.ask_for_opening(scene.cohort_id, email="Bo@Example.org")
    [asked] = notices()
    assert (asked.email, asked.email_key, asked.confirmed_at) == (
        "Bo@Example.org",
        "bo@example.org",
        None,
    )
    assert _mails() == [("programs.opening_link", "Bo@Example.org")]
    with clock.moved(OPEN):
        announce_openings()
    assert _announced() == []
    openings.confirm_opening(asked.id)
    openings.confirm_opening(asked.id)
    assert announce_openings() == 0 and _announced() == []  # not before it opens
    with clock.moved(OPEN):
        assert announce_openings() == 0
        assert announce_openings() == 0
        assert not openings.announce_opening(asked.id)
    assert _announced() == ["Bo@Example.org"]
    assert_in_order()


def test_all_of_them_are_mailed_at_the_opening(scene: factories.Scene) -> None:
    for number in range(60):
        listed(scene.cohort_id, f"p{number}@example.org")
    with clock.moved(OPEN):
        assert announce_openings() == 0
    assert len(_announced()) == len(set(_announced())) == 60


def test_the_emails_say_that_they_give_no_place_and_how_to_leave(scene: factories.Scene) -> None:
    openings.ask_for_opening(scene.cohort_id, email="bo@example.org")
    [asked] = notices()
    openings.confirm_opening(asked.id)
    with clock.moved(OPEN):
        announce_openings()
    first, second = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    link = f"http://localhost/opening-notices/{asked.token}"
    page = "http://localhost/programs/power-networking"
    for mail, words in ((first, "no place in line"), (second, "this email keeps none for you")):
        text, html = render(mail)
        assert words in text and words in html
        assert all(one in text and one in html for one in (link, page))
        assert mail.reply_to == "ines@example.org"
    assert "may come later than the opening" in render(first)[0]
    assert "erased from the list in 30 days" in render(second)[0]


def test_asking_again_sends_the_link_again_and_is_one_wish(scene: factories.Scene) -> None:
    for email in ("bo@example.org", "BO@example.org"):
        openings.ask_for_opening(scene.cohort_id, email=email)
    [asked] = notices()
    openings.confirm_opening(asked.id)
    openings.ask_for_opening(scene.cohort_id, email="bo@example.org")
    assert [one.id for one in notices()] == [asked.id]
    assert [kind for kind, _ in _mails()] == ["programs.opening_link"] * 3


@pytest.mark.parametrize("opens_in", [AHEAD * 2, AHEAD / 3])
def test_an_opening_that_was_moved_is_announced_when_it_is(
    scene: factories.Scene, opens_in: dt.timedelta
) -> None:
    listed(scene.cohort_id)
    now = clock.now()
    move_window(
        scene.cohort_id,
        viewer=USER(scene.mentor_id),
        opens_at=now + opens_in,
        closes_at=now + dt.timedelta(days=20),
    )
    with clock.moved(opens_in - dt.timedelta(minutes=1)):
        announce_openings()
        assert _announced() == []
    with clock.moved(opens_in + SECOND):
        announce_openings()
    assert _announced() == ["bo@example.org"]


def test_a_full_or_paused_cohort_has_opened_all_the_same(scene: factories.Scene) -> None:
    listed(scene.cohort_id)
    with clock.moved(OPEN):
        for name in ("ada", "ben", "cleo"):
            place_applicant(scene, name)
        pause_allocation(scene.cohort_id, viewer=USER(scene.mentor_id))
        announce_openings()
    assert _announced() == ["bo@example.org"]


def test_nobody_is_mailed_of_what_was_cancelled_or_has_closed(scene: factories.Scene) -> None:
    other = factories.program(
        scene.practice_id, scene.mentor_id, slug="other", opens_in=AHEAD, closes_in=AHEAD * 2
    )
    for one in (scene, other):
        listed(one.cohort_id)
    cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    with clock.moved(AHEAD * 2):
        announce_openings()
        assert [openings.announce_opening(one.id) for one in notices()] == [False, False]
        assert forget_openings() == 0
    assert _announced() == [] and notices() == []


def test_there_is_nothing_to_ask_for_once_it_is_open(scene: factories.Scene) -> None:
    listed(scene.cohort_id, is_confirmed=False)
    [asked] = notices()
    with clock.moved(OPEN):
        with pytest.raises(NoOpeningAhead):
            openings.ask_for_opening(scene.cohort_id, email="eve@example.org")
        with pytest.raises(NoOpeningAhead):
            openings.confirm_opening(asked.id)
    cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    with pytest.raises(NoOpeningAhead):
        openings.ask_for_opening(scene.cohort_id, email="eve@example.org")
    with pytest.raises(NotFound):
        openings.ask_for_opening(404, email="eve@example.org")
    assert _mails() == [] and len(notices()) == 1


def test_taking_off_erases_the_address_also_twice(scene: factories.Scene) -> None:
    listed(scene.cohort_id)
    asked = notices()[0].id
    openings.take_off_opening(asked)
    openings.take_off_opening(asked)
    assert notices() == []
    with clock.moved(OPEN):
        announce_openings()
    with pytest.raises(NotFound):
        openings.confirm_opening(asked)
    assert _announced() == []


def test_an_opening_that_was_taken_back_can_be_asked_for_anew(scene: factories.Scene) -> None:
    listed(scene.cohort_id)
    with clock.moved(OPEN):
        announce_openings()
        cohort = db.session.get_one(Cohort, scene.cohort_id, populate_existing=True)
        cohort.opens_at = clock.now() + AHEAD  # as a draft, and published once more
        db.session.commit()
        openings.ask_for_opening(scene.cohort_id, email="bo@example.org")
        [asked] = notices()
        assert (asked.confirmed_at, asked.mailed_at) == (None, None)
        openings.confirm_opening(asked.id)
    with clock.moved(OPEN + OPEN):
        announce_openings()
    assert _announced() == ["bo@example.org"] * 2
    assert_in_order()


def test_addresses_are_erased_when_their_time_is_over(scene: factories.Scene) -> None:
    cohort = db.session.get_one(Cohort, scene.cohort_id)
    cohort.closes_at = clock.now() + dt.timedelta(days=90)
    cohort.starts_on, cohort.ends_on = (cohort.closes_at.date(),) * 2
    db.session.commit()
    listed(scene.cohort_id, "bo@example.org")
    listed(scene.cohort_id, "eve@example.org", is_confirmed=False)
    first, second = (one.id for one in notices())
    assert not openings.forget_opening(first) and not openings.forget_opening(second)
    with clock.moved(OPEN):
        announce_openings()
    with clock.moved(CONFIRMED_WITHIN + SECOND):
        assert forget_openings() == 0
    assert [one.id for one in notices()] == [first]
    with clock.moved(OPEN + KEPT - dt.timedelta(minutes=1)):
        forget_openings()
        assert [one.id for one in notices()] == [first]
    with clock.moved(OPEN + KEPT + SECOND):
        forget_openings()
    assert notices() == []
    with pytest.raises(NotFound):
        openings.forget_opening(first)


def test_the_close_of_enrolment_erases_all_of_them(scene: factories.Scene) -> None:
    listed(scene.cohort_id)
    with clock.moved(dt.timedelta(days=30, seconds=1)):
        forget_openings()
    assert notices() == []
