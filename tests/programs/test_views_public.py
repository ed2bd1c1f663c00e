"""The public pages as a visitor meets them: every state of a cohort, every text left out or hostile."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import offers, questions
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Texts
from mentorhub.programs.rules.offers import PriceKind
from tests.support import factories
from tests.support.unpromised import unpromised

DAY = dt.timedelta(days=1)
HOSTILE = "<script>alert(1)</script>"


def _plant(app: Flask, **fields: Any) -> factories.Scene:
    with app.app_context():
        return factories.scene(**fields)


def _set(app: Flask, scene: factories.Scene, **counters: int) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        cohort = session.get_one(Cohort, scene.cohort_id)
        for name, value in counters.items():
            setattr(cohort, name, value)


def _page(client: FlaskClient, slug: str = "power-networking") -> str:
    response = client.get(f"/programs/{slug}")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_home_links_what_is_open_and_what_will_be(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        practice_id, mentor_id = factories.practice()
        factories.program(practice_id, mentor_id, slug="open", title="Open one")
        factories.program(practice_id, mentor_id, slug="soon", title="Later one", opens_in=DAY)
        factories.program(practice_id, mentor_id, slug="over", title="Old one", closes_in=DAY / -48)
    page = client.get("/")
    assert page.status_code == 200
    assert 'href="/programs/open"' in page.text
    assert 'href="/programs/soon"' in page.text
    assert "2 of 2 seats are free" in page.text
    assert "in Oslo" in page.text
    assert "Old one" not in page.text


def test_home_says_so_when_nothing_is_open(client: FlaskClient) -> None:
    assert "No programme is open for enrolment at present" in client.get("/").text


def test_show_program_open_says_seats_and_price(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app, seats=12)
    _set(app, scene, taken=11)
    page = _page(client)
    assert "1 of 12 seats is free." in page
    assert "€640" in page
    assert "Take a seat" in page
    assert "11 taken, 0 held, 1 open, 12 in all." in page


def test_show_program_full_says_how_many_wait(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app, seats=12)
    _set(app, scene, taken=12)
    assert "You would be first in line." in _page(client)
    _set(app, scene, waiting=6)
    page = _page(client)
    assert "All 12 seats are taken." in page
    assert "6 people are on the waiting list. Your place in line would be after theirs." in page
    assert "Join the waiting list</a>" in page


def test_show_program_with_an_offered_seat_is_full(app: Flask, client: FlaskClient) -> None:
    _set(app, _plant(app, seats=2), taken=1, waiting=1)
    assert "Every free seat is being offered to someone on the waiting list." in _page(client)


def test_show_program_scheduled_names_the_time_and_counts_down(
    app: Flask, client: FlaskClient
) -> None:
    _plant(app, seats=12, opens_in=DAY / 2)
    page = _page(client)
    assert "12 seats, all free." in page
    assert "for everyone at the same second" in page
    assert "in Oslo" in page
    assert "data-seconds-left=" in page
    assert "data-anew-after=" in page
    assert 'href="#tell-me">Tell me when it opens</a>' in page
    assert "enrolments" not in page


def test_show_program_scheduled_for_a_far_day_says_how_far(app: Flask, client: FlaskClient) -> None:
    _plant(app, opens_in=21 * DAY + DAY / 24)
    page = _page(client)
    assert "in 3 weeks" in page
    assert "data-anew-after" not in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (35, "Enrolment has closed."),
        (60, "The programme is running now."),
        (200, "The programme has ended."),
    ],
)
def test_show_program_after_its_window_takes_nobody(
    app: Flask, client: FlaskClient, days: int, words: str
) -> None:
    _plant(app)
    with clock.moved(days * DAY):
        page = _page(client)
    assert words in page
    assert "Write to Ines to hear when there are new dates." in page
    assert "Take a seat</a>" not in page
    assert "enrolments" not in page


def test_show_program_cancelled_takes_no_money(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).cancel(clock.now())
    page = _page(client)
    assert "This programme has been cancelled." in page
    assert "Nobody can enrol, and no money is taken." in page
    assert "€640" not in page


def test_show_program_without_dates_offers_the_inquiry(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        practice_id, _ = factories.practice()
        program_id = offers.create_program(practice_id, viewer=SYSTEM, slug="bare", title="Bare")
        offers.publish_program(program_id, viewer=SYSTEM)
    assert "No dates are set yet." in _page(client, "bare")


def test_show_program_says_when_seats_were_allocated(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        cohort = session.get_one(Cohort, scene.cohort_id)
        cohort.allocation_number = 41
        cohort.allocated_at = dt.datetime(2026, 3, 14, 9, 15, tzinfo=dt.UTC)
    page = _page(client)
    assert "14 March" in page
    assert "10:15 in Oslo (allocation number 41)." in page


def test_show_program_leaves_out_what_is_not_written(app: Flask, client: FlaskClient) -> None:
    _plant(app)
    page = _page(client)
    for anchor in ("who", "what", "outline", "mentor", "questions"):
        assert f'id="{anchor}"' not in page
        assert f'href="#{anchor}"' not in page
    assert 'id="seats"' in page
    assert 'id="write"' in page


def test_show_program_says_what_goes_back_by_the_numbers_where_a_seat_costs_something(
    app: Flask, client: FlaskClient
) -> None:
    _plant(app)
    words = (
        "Everything you paid goes back if you withdraw at least 14 days before the start. "
        "Later, until 14 days after the start, 50% of it goes back. After that, nothing goes back."
    )
    assert words in _page(client)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        price = session.scalars(select(Price)).one()
        with unpromised(session, price.cohort_id):
            price.amount_minor, price.kind = 0, PriceKind.FREE
    assert 'id="refunds"' not in _page(client)


def test_show_program_draws_texts_as_paragraphs_ticks_and_parts(
    app: Flask, client: FlaskClient
) -> None:
    scene = _plant(
        app,
        promise="Turn contacts into *relationships*",
        summary="Twelve weeks",
        introduction_md="A **bold** word",
        suits_md="- you listen\r\n- you *write*",
        suits_not_md="A plain sentence",
        offer_md="Three things\n### A reply\nEach week\n\n### A notebook\nYours",
        outline_md="### Weeks 1–2: Remember\nEveryone",
        mentor_md="Once in Lisbon",
        refund_policy_md="All of it",
        terms_md="The terms",
    )
    with app.app_context():
        questions.add_question(scene.program_id, viewer=SYSTEM, question="Why?", answer_md="*So*")
    page = _page(client)
    assert "<h1>Turn contacts into <em>relationships</em></h1>" in page
    assert "<strong>bold</strong>" in page
    assert page.count("#check") == 2
    assert "<p>A plain sentence</p>" in page
    assert '<h3 class="h-small">A reply</h3>' in page
    assert '<span class="fine">Weeks 1–2</span><h3 class="h-small">Remember</h3>' in page
    assert "<em>So</em>" in page
    for words in ("Three things", "Once in Lisbon", "All of it", "The terms"):
        assert words in page


def test_show_program_lets_no_text_become_markup(app: Flask, client: FlaskClient) -> None:
    texts = dict.fromkeys(vars(Texts()), f"### {HOSTILE}\n- {HOSTILE}")
    scene = _plant(app, title=HOSTILE, **texts)
    with app.app_context():
        questions.add_question(scene.program_id, viewer=SYSTEM, question=HOSTILE, answer_md=HOSTILE)
    for address in ("/", "/programs/power-networking"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_show_program_can_be_shared(app: Flask, client: FlaskClient) -> None:
    _plant(app, promise="Turn contacts into *relationships*", summary='Say "hello"')
    page = _page(client)
    address = "http://localhost/programs/power-networking"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert '<meta property="og:title" content="Turn contacts into relationships">' in page
    assert '<meta name="description" content="Say &#34;hello&#34;">' in page
    assert f'data-copy="{address}"' in page
    assert "Power Networking Personal Mentoring, with Ines Halvorsen" in page


def test_show_program_at_an_old_address_leads_to_the_present_one(
    app: Flask, client: FlaskClient
) -> None:
    scene = _plant(app)
    with app.app_context():
        offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="moved")
    response = client.get("/programs/power-networking")
    assert (response.status_code, response.location) == (301, "/programs/moved")
    assert client.get(response.location).status_code == 200


@pytest.mark.parametrize("slug", ["unknown", "UPPER", "%00", "x" * 300])
def test_show_program_at_an_unknown_address_is_not_found(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/programs/{slug}").status_code == 404
