"""The window of a public cohort: moved before it opens, ended once it has."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories, practice_pages
from tests.support.forms import submit

HOUR = dt.timedelta(hours=1)


def _opening(app: Flask, opens_in: dt.timedelta) -> tuple[factories.Scene, str]:
    with app.app_context():
        days = (dt.date(2100, 1, 1) - clock.now().date()).days
        scene = factories.scene(opens_in=opens_in, starts_in_days=days)
        public_id = db.session.get_one(Cohort, scene.cohort_id).public_id
    return scene, f"/practice/cohorts/{public_id}"


def _window(app: Flask, scene: factories.Scene) -> tuple[dt.datetime, dt.datetime]:
    with app.app_context():
        cohort = db.session.get_one(Cohort, scene.cohort_id)
        return cohort.opens_at, cohort.closes_at


def test_a_window_that_has_not_begun_is_moved(app: Flask) -> None:
    scene, at = _opening(app, 48 * HOUR)
    ines = practice_pages.staff(app)
    typed = {"opens_at": "2099-03-01T09:00", "closes_at": "2099-03-20T09:00"}
    answer = submit(ines, f"{at}/window", page=f"{at}/edit", **typed)
    assert answer.status_code == 303 and answer.location.endswith("/edit#window")
    assert _window(app, scene)[0] == dt.datetime(2099, 3, 1, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"opens_at": "2099-03-01T09:00", "closes_at": "2099-02-01T09:00"}, "after it opens"),
        ({"opens_at": "2020-03-01T09:00", "closes_at": "2099-02-01T09:00"}, "over already"),
        (
            {"opens_at": "2099-03-01T09:00", "closes_at": "2100-08-01T09:00"},
            "after the cohort’s last day",
        ),
        ({"opens_at": "", "closes_at": "2099-02-01T09:00"}, "such as 2027-03-01 09:00"),
    ],
)
def test_a_window_that_cannot_be_is_refused_beside_its_field(
    app: Flask, typed: dict[str, str], words: str
) -> None:
    scene, at = _opening(app, 48 * HOUR)
    before = _window(app, scene)
    answer = submit(practice_pages.staff(app), f"{at}/window", page=f"{at}/edit", **typed)
    assert answer.status_code == 422 and words in answer.text
    assert _window(app, scene) == before


def test_the_second_of_two_tabs_is_told(app: Flask) -> None:
    scene, at = _opening(app, 48 * HOUR)
    typed = {"opens_at": "2099-03-01T09:00", "closes_at": "2099-03-20T09:00", "version": "0" * 22}
    answer = submit(practice_pages.staff(app), f"{at}/window", page=f"{at}/edit", **typed)
    assert answer.status_code == 422 and "changed in another window" in answer.text
    assert _window(app, scene)[0] < dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


def test_an_open_window_is_ended_and_not_moved(app: Flask) -> None:
    scene, at = _opening(app, -HOUR)
    ines = practice_pages.staff(app)
    typed = {"opens_at": "2099-03-01T09:00", "closes_at": "2099-03-20T09:00"}
    moved = submit(ines, f"{at}/window", page=f"{at}/edit", **typed)
    assert moved.status_code == 422
    assert submit(ines, f"{at}/window/end", page=f"{at}/edit").status_code == 303
    with app.app_context():
        now = clock.now()
    assert _window(app, scene)[1] <= now
    assert "Enrolment closed" in ines.get(f"{at}/edit").text
