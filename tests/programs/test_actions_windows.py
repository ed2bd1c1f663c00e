"""A window is moved before it opens and ended once it has; both by the practice's own people."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.actions import cohorts, windows
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.queries.programs import seats
from mentorhub.programs.rules.cohort_changes import AfterItsEnd, NoLongerFree
from mentorhub.programs.rules.cohorts import Misshapen, PublicState, WindowsOverlap
from tests.support import factories

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def _scheduled(opens_in: dt.timedelta = DAY) -> factories.Scene:
    return factories.scene(opens_in=opens_in, closes_in=opens_in + 10 * DAY)


def _window(scene: factories.Scene) -> tuple[dt.datetime, dt.datetime]:
    db.session.rollback()
    found = db.session.get_one(Cohort, scene.cohort_id)
    return found.opens_at, found.closes_at


def _move(scene: factories.Scene, *, opens: dt.timedelta, closes: dt.timedelta) -> None:
    now = clock.now()
    windows.move_window(
        scene.cohort_id, viewer=_mentor(scene), opens_at=now + opens, closes_at=now + closes
    )


def _mentor(scene: factories.Scene) -> Viewer:
    return USER(scene.mentor_id)


def _next_cohort(scene: factories.Scene, *, opens: dt.timedelta) -> None:
    now = clock.now()
    cohort_id = cohorts.create_cohort(
        scene.program_id,
        viewer=_mentor(scene),
        name="Next circle",
        seats=4,
        opens_at=now + opens,
        closes_at=now + opens + DAY,
        starts_on=(now + 90 * DAY).date(),
        ends_on=(now + 120 * DAY).date(),
        mentor_id=scene.mentor_id,
    )
    cohorts.add_price(cohort_id, viewer=_mentor(scene), amount_minor=0, currency="eur")
    cohorts.publish_cohort(cohort_id, viewer=_mentor(scene))


def test_a_scheduled_window_is_moved(in_app: Flask) -> None:
    scene = _scheduled()
    _move(scene, opens=2 * HOUR, closes=5 * HOUR)
    opens_at, closes_at = _window(scene)
    assert closes_at - opens_at == 3 * HOUR
    assert dt.timedelta() < opens_at - clock.now() <= 2 * HOUR


def test_a_moved_window_takes_arrivals_from_its_new_hour(in_app: Flask) -> None:
    scene = _scheduled()
    _move(scene, opens=2 * HOUR, closes=5 * HOUR)
    with clock.moved(3 * HOUR):
        left = seats(scene.slug, viewer=_mentor(scene), now=clock.now())
    assert left.state == PublicState.OPEN


def test_a_window_that_has_begun_is_not_moved(in_app: Flask) -> None:
    scene = factories.scene(opens_in=-HOUR)
    before = _window(scene)
    with pytest.raises(windows.AlreadyOpen) as refused:
        _move(scene, opens=2 * HOUR, closes=5 * HOUR)
    assert refused.value.opens_at == before[0]
    assert _window(scene) == before


def test_a_window_is_not_moved_into_the_past(in_app: Flask) -> None:
    with pytest.raises(Misshapen) as refused:
        _move(_scheduled(), opens=-HOUR, closes=5 * HOUR)
    assert refused.value.field == "opens_at"


def test_a_moved_window_opens_before_it_closes(in_app: Flask) -> None:
    with pytest.raises(Misshapen) as refused:
        _move(_scheduled(), opens=5 * HOUR, closes=2 * HOUR)
    assert refused.value.field == "closes_at"


def test_a_window_is_not_moved_over_another(in_app: Flask) -> None:
    scene = _scheduled()
    _next_cohort(scene, opens=20 * DAY)
    with pytest.raises(WindowsOverlap):
        _move(scene, opens=2 * HOUR, closes=20 * DAY + HOUR)


def test_a_draft_is_moved_even_over_another(in_app: Flask) -> None:
    scene = _scheduled()
    now = clock.now()
    draft = cohorts.create_cohort(
        scene.program_id,
        viewer=_mentor(scene),
        name="Draft",
        seats=4,
        opens_at=now + 20 * DAY,
        closes_at=now + 21 * DAY,
        starts_on=(now + 90 * DAY).date(),
        ends_on=(now + 120 * DAY).date(),
        mentor_id=scene.mentor_id,
    )
    windows.move_window(draft, viewer=_mentor(scene), opens_at=now + DAY, closes_at=now + 2 * DAY)
    assert db.session.get_one(Cohort, draft).opens_at == now + DAY


def test_an_ended_window_takes_nobody(in_app: Flask) -> None:
    scene = factories.scene(opens_in=-HOUR)
    windows.end_window(scene.cohort_id, viewer=_mentor(scene))
    left = seats(scene.slug, viewer=_mentor(scene), now=clock.now())
    assert left.state == PublicState.CLOSED


def test_an_ended_window_makes_way_for_the_next(in_app: Flask) -> None:
    scene = factories.scene(opens_in=-HOUR)
    windows.end_window(scene.cohort_id, viewer=_mentor(scene))
    _next_cohort(scene, opens=HOUR)
    left = seats(scene.slug, viewer=_mentor(scene), now=clock.now())
    assert left.state == PublicState.SCHEDULED


def test_a_window_ended_twice_has_the_first_end(in_app: Flask) -> None:
    scene = factories.scene(opens_in=-HOUR)
    windows.end_window(scene.cohort_id, viewer=_mentor(scene))
    first = _window(scene)
    with clock.moved(HOUR):
        windows.end_window(scene.cohort_id, viewer=_mentor(scene))
    assert _window(scene) == first


def test_a_window_that_has_not_begun_is_not_ended(in_app: Flask) -> None:
    scene = _scheduled()
    before = _window(scene)
    with pytest.raises(windows.StillClosed) as refused:
        windows.end_window(scene.cohort_id, viewer=_mentor(scene))
    assert refused.value.opens_at == before[0]


def test_a_window_does_not_outlast_its_cohort_nor_move_once_that_is_cancelled(
    in_app: Flask,
) -> None:
    scene = _scheduled()
    before = _window(scene)
    with pytest.raises(AfterItsEnd):  # it ends 124 days from now
        _move(scene, opens=2 * DAY, closes=126 * DAY)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).cancel(clock.now())
    with pytest.raises(NoLongerFree):
        _move(scene, opens=2 * DAY, closes=3 * DAY)
    assert _window(scene) == before


def test_strangers_move_and_end_nothing(in_app: Flask) -> None:
    scene = _scheduled()
    stranger = USER(factories.user("other@example.org"))
    now = clock.now()
    with pytest.raises(NotFound):
        windows.move_window(
            scene.cohort_id, viewer=stranger, opens_at=now + DAY, closes_at=now + 2 * DAY
        )
    with pytest.raises(NotFound):
        windows.end_window(scene.cohort_id, viewer=stranger)


def test_the_same_window_again_is_no_move(in_app: Flask) -> None:
    scene = factories.scene(opens_in=-HOUR)
    opens_at, closes_at = _window(scene)
    windows.move_window(
        scene.cohort_id, viewer=_mentor(scene), opens_at=opens_at, closes_at=closes_at
    )
    assert _window(scene) == (opens_at, closes_at)
