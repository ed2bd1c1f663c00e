"""A programme's page as search engines read it: its JSON-LD, held to a kept list, in every state and currency."""

import dataclasses
import datetime as dt
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.programs.actions import offers
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import program_page
from mentorhub.programs.rules.cohorts import PublicState
from mentorhub.programs.rules.offers import PriceKind
from mentorhub.programs.views.courses import AVAILABILITY, course
from tests.support import factories
from tests.support.course_schema import SCHEMA, course_on, problems
from tests.support.unpromised import unpromised

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \" ' {{ 7 * 7 }}"
PAGE = "/programs/power-networking"


def _plant(app: Flask, **fields: Any) -> factories.Scene:
    with app.app_context():
        return factories.scene(**fields)


def _change(app: Flask, model: Any, key: int, **values: Any) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        row = session.get_one(model, key)
        with unpromised(session, row.cohort_id) if model is Price else nullcontext():
            for name, value in values.items():
                setattr(row, name, value)


def _course(client: FlaskClient, page: str = PAGE) -> dict[str, Any]:
    answer = client.get(page)
    assert answer.status_code == 200
    return course_on(answer.text)


def test_an_open_programme_says_all_that_is_asked_for(app: Flask, client: FlaskClient) -> None:
    _plant(app, summary="Twelve weeks.", promise="Turn contacts into *relationships*")
    found = _course(client)
    assert problems(found) == []
    assert (found["name"], found["description"]) == (
        "Power Networking Personal Mentoring",
        "Twelve weeks.",
    )
    assert found["url"] == f"http://localhost{PAGE}"
    provider = {"@type": "Organization", "name": "Ines Halvorsen Mentoring"}
    provider["url"] = "http://localhost/practices/ines-halvorsen-mentoring"
    assert found["provider"] == provider
    assert client.get("/practices/ines-halvorsen-mentoring").status_code == 200
    assert client.get(found["image"].removeprefix("http://localhost")).mimetype == "image/png"


def test_offer_and_instance_say_the_cohort_as_it_is_stored(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app, seats=12)
    found = _course(client)
    (offer,), (instance,) = found["offers"], found["hasCourseInstance"]
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        cohort = session.get_one(Cohort, scene.cohort_id)
        assert dt.datetime.fromisoformat(offer["validFrom"]) == cohort.opens_at.replace(
            microsecond=0
        )
        assert dt.datetime.fromisoformat(offer["validThrough"]) == cohort.closes_at.replace(
            microsecond=0
        )
        assert instance["startDate"] == str(cohort.starts_on)
        assert instance["endDate"] == str(cohort.ends_on)
    assert (offer["price"], offer["priceCurrency"], offer["category"]) == ("640.00", "EUR", "Paid")
    assert offer["url"] == f"http://localhost{PAGE}#enrol"
    assert instance["instructor"] == {"@type": "Person", "name": "Ines Halvorsen"}
    assert instance["courseSchedule"]["repeatCount"] == 12
    assert "12 weeks" in instance["courseWorkload"]
    assert (instance["name"], instance["maximumAttendeeCapacity"]) == ("Spring circle", 12)


@pytest.mark.parametrize(
    ("days", "counters", "said"),
    [
        (-2, {}, "PreOrder"),
        (0, {}, "InStock"),
        (0, {"taken": 2}, "SoldOut"),
        (0, {"allocation_paused_at": NOW}, "OutOfStock"),
        (0, {"taken": 1, "waiting": 1}, "SoldOut"),  # its free seat is offered to who waits
        (35, {}, "OutOfStock"),
        (60, {}, "OutOfStock"),
        (200, {}, "Discontinued"),
    ],
)
def test_availability_is_true_at_that_moment(
    app: Flask, client: FlaskClient, days: int, counters: dict[str, Any], said: str
) -> None:
    scene = _plant(app, opens_in=DAY / 24 if days < 0 else -DAY / 24)
    _change(app, Cohort, scene.cohort_id, **counters)
    with clock.moved(max(days, 0) * DAY):
        found = _course(client)
    assert problems(found) == []
    assert {offer["availability"] for offer in found["offers"]} == {f"{SCHEMA}/{said}"}


def test_every_state_has_its_availability(app: Flask) -> None:
    assert set(PublicState) == set(AVAILABILITY)
    _plant(app)
    with app.test_request_context(PAGE):
        page = program_page("power-networking", viewer=PUBLIC, now=clock.now())
        for state, said in AVAILABILITY.items():
            found = course(dataclasses.replace(page, state=state))
            assert problems(found) == []
            assert found["offers"][0]["availability"] == f"{SCHEMA}/{said}"


def test_what_cannot_be_paid_for_now_is_not_to_be_had(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, scene.practice_id).stop_payments(clock.now())
    assert _course(client)["offers"][0]["availability"] == f"{SCHEMA}/OutOfStock"
    _change(app, Price, scene.price_id, kind=PriceKind.FREE, amount_minor=0)
    assert _course(client)["offers"][0]["availability"] == f"{SCHEMA}/InStock"


def test_a_cancelled_cohort_says_so(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).cancel(clock.now())
    found = _course(client)
    assert found["hasCourseInstance"][0]["eventStatus"] == f"{SCHEMA}/EventCancelled"
    assert found["offers"][0]["availability"] == f"{SCHEMA}/Discontinued"


def test_without_a_cohort_it_promises_neither_seats_nor_dates(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        practice_id, _ = factories.practice()
        program_id = offers.create_program(practice_id, viewer=SYSTEM, slug="bare", title="Bare")
        offers.publish_program(program_id, viewer=SYSTEM)
    found = _course(client, "/programs/bare")
    assert problems(found, has_cohort=False) == []
    assert {"offers", "hasCourseInstance"}.isdisjoint(found)
    assert "Ines Halvorsen Mentoring" in found["description"]


def test_each_price_is_an_offer_within_its_own_window(app: Flask, client: FlaskClient) -> None:
    scene = _plant(app)
    until = clock_now(app) + 5 * DAY
    _change(app, Price, scene.price_id, label="Early", available_until=until)
    more = [
        {"kind": PriceKind.FREE, "amount_minor": 0, "label": "Scholarship"},
        {"kind": PriceKind.INSTALMENTS, "amount_minor": 69000, "instalments_count": 3},
        {"kind": PriceKind.FULL, "amount_minor": 70000, "available_from": until},  # not yet
    ]
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        for position, values in enumerate(more, 1):
            fixed = {"currency": "eur", "practice_id": scene.practice_id, "position": position}
            days = 30 if values["kind"] == PriceKind.INSTALMENTS else 0
            session.add(Price(cohort_id=scene.cohort_id, interval_days=days, **fixed, **values))
    found = _course(client)
    assert problems(found) == []
    said = [(one["category"], one["price"], one.get("name")) for one in found["offers"]]
    assert said == [
        ("Paid", "640.00", "Early"),
        ("Free", "0.00", "Scholarship"),
        ("Paid", "690.00", None),
    ]
    ends = dt.datetime.fromisoformat(found["offers"][0]["validThrough"])
    assert ends == until.replace(microsecond=0)
    assert found["offers"][2]["description"] == "In 3 payments, 30 days apart"


@pytest.mark.parametrize(
    ("currency", "price"), [("jpy", "64000"), ("kwd", "64.000"), ("nok", "640.00")]
)
@pytest.mark.parametrize("locale", ["de_DE", "ar_EG", "nb_NO"])
def test_amounts_and_dates_are_for_machines_whatever_the_locale(
    app: Flask, client: FlaskClient, currency: str, price: str, locale: str
) -> None:
    scene = _plant(app, currency=currency, price_minor=64000)
    _change(app, Practice, scene.practice_id, locale=locale)
    found = _course(client)
    assert problems(found) == []
    assert found["offers"][0]["price"] == price
    assert found["offers"][0]["priceCurrency"] == currency.upper()


def test_no_text_of_a_mentor_ends_the_block(app: Flask, client: FlaskClient) -> None:
    texts = dict.fromkeys(("title", "promise", "summary"), HOSTILE)
    scene = _plant(app, **texts)
    _change(app, Program, scene.program_id, mentor_name=HOSTILE)
    _change(app, Practice, scene.practice_id, name=HOSTILE)
    _change(app, Cohort, scene.cohort_id, name=HOSTILE)
    _change(app, Price, scene.price_id, label=HOSTILE)
    html = client.get(PAGE).text
    assert "<script>alert" not in html and "<!-- &" not in html
    found = course_on(html)
    assert problems(found) == []
    for said in (found["name"], found["description"], found["provider"]["name"]):
        assert said == HOSTILE
    assert found["offers"][0]["name"] == found["hasCourseInstance"][0]["name"] == HOSTILE


def test_a_kept_page_says_what_was_true_when_it_was_written(app: Flask) -> None:
    scene = _plant(app)
    app.config["PAGES_KEPT_SECONDS"] = 3600.0
    first = _course(app.test_client())
    assert _course(app.test_client()) == first
    _change(app, Cohort, scene.cohort_id, taken=2)
    app.config["PAGES_KEPT_SECONDS"] = 0.0
    app.extensions["mentorhub.page_cache"].cached.clear()
    assert _course(app.test_client())["offers"][0]["availability"] == f"{SCHEMA}/SoldOut"


def test_a_preview_says_nothing_to_search_engines(app: Flask) -> None:
    scene = _plant(app)
    owner = app.test_client()
    factories.sign_in(owner, "ines@example.org")
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        public_id = session.get_one(Program, scene.program_id).public_id
    answer = owner.get(f"/practice/programs/{public_id}/preview")
    assert answer.status_code == 200
    assert "application/ld+json" not in answer.text


def clock_now(app: Flask) -> dt.datetime:
    """The app's own time."""
    with app.app_context():
        return clock.now()
