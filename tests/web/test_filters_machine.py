"""Times as `<time datetime>` takes them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from mentorhub.web.filters import machine
from tests.architecture.tree import named, templates


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (dt.datetime(2026, 3, 14, 9, 15, 7, 123456, tzinfo=dt.UTC), "2026-03-14T09:15:07+00:00"),
        (
            dt.datetime(2026, 3, 14, 9, 15, tzinfo=ZoneInfo("Asia/Kathmandu")),
            "2026-03-14T09:15:00+05:45",
        ),
        (dt.date(2026, 3, 14), "2026-03-14"),
        (1721.4, "PT1721S"),
        (-3, "PT0S"),
    ],
)
def test_a_time_for_machines_is_valid_html(value: dt.date | float, written: str) -> None:
    assert machine(value) == written


def test_no_template_writes_a_time_by_itself() -> None:
    writing = [
        named(path)
        for path in templates(".html")
        if "<time" in path.read_text() and path.name != "time.html"
    ]
    assert writing == []


def test_every_time_of_the_one_template_is_for_machines_too() -> None:
    (template,) = (path for path in templates(".html") if path.name == "time.html")
    times = [line for line in template.read_text().splitlines() if line.startswith("<time")]
    assert times
    assert [line for line in times if not line.startswith('<time datetime="{{')] == []
    assert "isoformat" not in template.read_text()
