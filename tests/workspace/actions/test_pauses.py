"""Pauses are begun, corrected, ended and removed by their owner; no two of a notebook share a day."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.workspace.actions.pauses import add_pause, change_pause, end_pause, remove_pause
from mentorhub.workspace.queries.settings import Settings, settings
from mentorhub.workspace.rules import pauses
from mentorhub.workspace.rules.pauses import (
    EndsBeforeItBegins,
    Paused,
    PausesOverlap,
    TooManyPauses,
)
from tests.support import notebooks, rhythms
from tests.support.notebooks import ago

pytestmark = pytest.mark.database


def days(first: int, last: int | None = None) -> Paused:
    return Paused(ago(first), None if last is None else ago(last))


def known(viewer: Viewer) -> Settings:
    return settings(viewer=viewer, now=clock.now())


def every(viewer: Viewer) -> list[Paused]:
    found = known(viewer)
    now = [found.now] if found.now else []
    return [pause.days for pause in (*found.past, *now, *found.ahead)]


def test_a_pause_may_lie_behind_be_open_or_begin_later(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for each in (days(20, 11), days(10, 10), days(3), days(3)):
        add_pause(each, viewer=viewer)
    assert every(viewer) == [days(10, 10), days(20, 11), days(3)]
    found = known(viewer)
    assert found.now is not None
    end_pause(found.now.public_id, viewer=viewer)
    add_pause(days(-5, -9), viewer=viewer)
    found = known(viewer)
    assert [pause.days for pause in found.past] == [days(3, 1), days(10, 10), days(20, 11)]
    assert ([pause.days for pause in found.ahead], found.now) == ([days(-5, -9)], None)


def test_days_of_another_pause_are_refused(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    add_pause(days(20, 11), viewer=viewer)
    with pytest.raises(PausesOverlap) as refusal:
        add_pause(days(11), viewer=viewer)
    assert refusal.value.other == days(20, 11)
    with pytest.raises(EndsBeforeItBegins):
        add_pause(days(1, 2), viewer=viewer)
    add_pause(days(20, 11), viewer=notebooks.notebook("other@example.org", "Other"))
    assert every(viewer) == [days(20, 11)]


def test_the_database_refuses_them_too(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    rhythms.paused(viewer, 20, 11)
    for first, last in ((25, 20), (11, 11), (15, 14), (30, None)):
        with pytest.raises(IntegrityError, match="pauses_of_a_notebook_never_overlap"):
            rhythms.paused(viewer, first, last)
    rhythms.paused(viewer, 10, None)
    with pytest.raises(IntegrityError):
        rhythms.paused(viewer, -300, -301)
    rhythms.paused(notebooks.notebook("other@example.org", "Other"), 20, 11)


def test_a_notebook_keeps_only_so_many(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = notebooks.notebook()
    monkeypatch.setattr(pauses, "PER_NOTEBOOK", 1)
    add_pause(days(20, 11), viewer=viewer)
    with pytest.raises(TooManyPauses):
        add_pause(days(9, 8), viewer=viewer)


def test_a_pause_is_corrected_in_the_version_that_was_read(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    pause_id = rhythms.paused(viewer, 20, 11)
    rhythms.paused(viewer, 5, 3)
    seen = version_of(days(20, 11))
    with pytest.raises(PausesOverlap):
        change_pause(pause_id, days(20, 5), viewer=viewer, seen=seen)
    change_pause(pause_id, days(15, 6), viewer=viewer, seen=seen)
    with pytest.raises(ChangedElsewhere):
        change_pause(pause_id, days(18, 6), viewer=viewer, seen=seen)
    assert every(viewer) == [days(5, 3), days(15, 6)]


def test_ending_opens_today_at_once_and_only_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    pause_id = rhythms.paused(viewer, 3, -9)
    end_pause(pause_id, viewer=viewer)
    assert every(viewer) == [days(3, 1)]
    end_pause(pause_id, viewer=viewer)
    assert every(viewer) == [days(3, 1)]
    end_pause(rhythms.paused(viewer, 0, None), viewer=viewer)
    end_pause(rhythms.paused(viewer, -2, None), viewer=viewer)
    assert every(viewer) == [days(3, 1)]


def test_a_removed_pause_is_gone(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    pause_id = rhythms.paused(viewer, 3, -9)
    remove_pause(pause_id, viewer=viewer)
    assert every(viewer) == []
    with pytest.raises(NotFound):
        remove_pause(pause_id, viewer=viewer)


def test_nobody_touches_anothers_pause(in_app: Flask) -> None:
    viewer, other = notebooks.notebook(), notebooks.notebook("other@example.org", "Other")
    pause_id = rhythms.paused(viewer, 3, None)
    for action in (end_pause, remove_pause):
        with pytest.raises(NotFound):
            action(pause_id, viewer=other)
    with pytest.raises(NotFound):
        change_pause(pause_id, days(2), viewer=other, seen=version_of(days(3)))
    with pytest.raises(NotFound):
        add_pause(days(2), viewer=PUBLIC)
    assert every(viewer) == [days(3)]
