"""What home, the page and seats.json are given, in how many database queries, and who is refused."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.actions import cohorts, offers, questions
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import (
    open_programs,
    own_cohort,
    own_program,
    program_page,
    refuse_strangers,
    seats,
)
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import PublicState
from tests.support import factories

DAY = dt.timedelta(days=1)


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The queries made meanwhile; BEGIN (SQLite) does not count."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement != "BEGIN":
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _page(slug: str) -> ProgramPage:
    return program_page(slug, viewer=PUBLIC, now=clock.now())


def test_a_page_has_the_cohort_its_seats_and_its_prices(in_app: Flask) -> None:
    scene = factories.scene(seats=5, promise="A *promise*")
    cohorts.add_price(
        scene.cohort_id,
        viewer=SYSTEM,
        amount_minor=66000,
        currency="EUR",
        instalments_count=3,
        interval_days=30,
    )
    questions.add_question(scene.program_id, viewer=SYSTEM, question="Why?", answer_md="*So*")
    factories.enrolled(scene, factories.user("bo@example.org"))
    page = _page(scene.slug)
    assert (page.seats, page.taken, page.free, page.waiting) == (5, 1, 4, 0)
    assert (page.state, page.takes_arrivals) == (PublicState.OPEN, True)
    assert page.cohort is not None
    assert (page.cohort.id, page.cohort.weeks) == (scene.cohort_id, 12)
    assert page.price is not None
    assert (page.price.amount_minor, page.price.parts_minor) == (64000, (64000,))
    assert page.prices[1].parts_minor == (22000, 22000, 22000)
    assert page.texts.promise == "A *promise*"
    assert [each.question for each in page.questions] == ["Why?"]
    assert (page.moved_to, page.practice_name) == ("", "Ines Halvorsen Mentoring")


def test_a_page_costs_two_queries_and_seats_one(in_app: Flask) -> None:
    scene = factories.scene()
    for number in range(5):
        cohorts.add_price(
            scene.cohort_id, viewer=SYSTEM, amount_minor=70000 + number, currency="eur"
        )
        questions.add_question(
            scene.program_id, viewer=SYSTEM, question=f"{number}?", answer_md="Yes."
        )
    now = clock.now()
    db.session.rollback()
    with _counted() as sent:
        page = program_page(scene.slug, viewer=PUBLIC, now=now)
    assert (len(page.prices), len(page.questions), len(sent)) == (6, 5, 2)
    db.session.rollback()
    with _counted() as sent:
        seats(scene.slug, viewer=PUBLIC, now=now)
    assert len(sent) == 1


def test_home_costs_one_query_however_many_programmes(in_app: Flask) -> None:
    practice_id, mentor_id = factories.practice()
    for number in range(4):
        factories.program(practice_id, mentor_id, slug=f"program-{number}")
    now = clock.now()
    db.session.rollback()
    with _counted() as sent:
        cards = open_programs(viewer=PUBLIC, now=now)
    assert (len(cards), len(sent)) == (4, 1)


def test_home_has_what_is_open_or_will_be_the_longest_open_first(in_app: Flask) -> None:
    practice_id, mentor_id = factories.practice()
    for slug, opens, closes in [("soon", 2, 9), ("open", -1, 9), ("over", -9, -1), ("new", 0, 9)]:
        factories.program(
            practice_id, mentor_id, slug=slug, opens_in=opens * DAY, closes_in=closes * DAY
        )
    hidden = factories.program(practice_id, mentor_id, slug="hidden")
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Program, hidden.program_id).archive()
    cards = open_programs(viewer=PUBLIC, now=clock.now())
    assert [(card.slug, card.state.value) for card in cards] == [
        ("open", "open"),
        ("new", "open"),
        ("soon", "scheduled"),
    ]


def test_home_shows_a_programme_once_with_its_nearest_cohort(in_app: Flask) -> None:
    scene = factories.scene()
    _later_cohort(scene)
    assert len(open_programs(viewer=PUBLIC, now=clock.now())) == 1
    assert open_programs(viewer=PUBLIC, now=clock.now())[0].seats == 2


def test_a_page_turns_to_the_next_cohort_when_one_has_closed(in_app: Flask) -> None:
    scene = factories.scene()
    _later_cohort(scene)
    then = clock.now() + 31 * DAY
    page = program_page(scene.slug, viewer=PUBLIC, now=then)
    assert (page.state, page.seats) == (PublicState.SCHEDULED, 7)
    assert page.cohort is not None
    assert page.cohort.opens_in_seconds > 86400
    assert seats(scene.slug, viewer=PUBLIC, now=then).seats == 7


def test_a_scheduled_page_shows_the_price_of_its_opening(in_app: Flask) -> None:
    scene = factories.scene(opens_in=2 * DAY)
    cohorts.add_price(
        scene.cohort_id,
        viewer=SYSTEM,
        amount_minor=90000,
        currency="eur",
        available_until=clock.now() + DAY,
    )
    assert [price.amount_minor for price in _page(scene.slug).prices] == [64000]


def test_a_programme_without_a_cohort_is_closed(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    program_id = offers.create_program(practice_id, viewer=SYSTEM, slug="bare", title="Bare")
    offers.publish_program(program_id, viewer=SYSTEM)
    page = _page("bare")
    assert (page.cohort, page.price, page.state) == (None, None, PublicState.CLOSED)
    left = seats("bare", viewer=PUBLIC, now=clock.now())
    assert (left.seats, left.free, left.state) == (0, 0, PublicState.CLOSED)


def test_a_draft_cohort_is_nobodys_to_see(in_app: Flask) -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).cancel(clock.now())
    _later_cohort(scene, is_published=False)
    assert _page(scene.slug).state == PublicState.CANCELLED


@pytest.mark.parametrize("slug", ["unknown", "Power-Networking", "nul\x00", "x" * 300])
def test_an_unknown_address_is_not_found(in_app: Flask, slug: str) -> None:
    factories.scene()
    for query in (program_page, seats):
        with pytest.raises(NotFound):
            query(slug, viewer=PUBLIC, now=clock.now())


def test_a_draft_is_not_found(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    offers.create_program(practice_id, viewer=SYSTEM, slug="draft", title="Draft")
    with pytest.raises(NotFound):
        _page("draft")


def test_only_owner_and_mentors_may_change_programmes(in_app: Flask) -> None:
    scene = factories.scene()
    assistant_id = factories.user("ola@example.org", "Ola")
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Membership(
                practice_id=scene.practice_id,
                user_id=assistant_id,
                role=Role.ASSISTANT,
                created_at=clock.now(),
            )
        )
    refuse_strangers(scene.practice_id, viewer=USER(scene.mentor_id))
    for viewer in (PUBLIC, USER(assistant_id), APPLICANT(scene.mentor_id)):
        with pytest.raises(NotFound):
            own_program(scene.program_id, viewer=viewer)
        with pytest.raises(NotFound):
            own_cohort(scene.cohort_id, viewer=viewer)


def test_what_is_not_there_is_not_found(in_app: Flask) -> None:
    for query in (own_program, own_cohort):
        with pytest.raises(NotFound):
            query(404, viewer=SYSTEM)


def _later_cohort(scene: factories.Scene, *, is_published: bool = True) -> None:
    now = clock.now()
    cohort_id = cohorts.create_cohort(
        scene.program_id,
        viewer=SYSTEM,
        name="Autumn circle",
        seats=7,
        opens_at=now + 100 * DAY,
        closes_at=now + 120 * DAY,
        starts_on=(now + 130 * DAY).date(),
        ends_on=(now + 200 * DAY).date(),
        mentor_id=scene.mentor_id,
    )
    cohorts.add_price(cohort_id, viewer=SYSTEM, amount_minor=0, currency="eur")
    if is_published:
        cohorts.publish_cohort(cohort_id, viewer=SYSTEM)
