"""The subject of a morning email says what is in it, the most pressing first; names turn no sentence round."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.emails import queue_morning
from mentorhub.workspace.rules.mornings import CheckInDue, Morning, Reader
from tests.support import factories
from tests.support.mornings import mails

THURSDAY = dt.date(2026, 3, 12)
CHECK_IN = CheckInDue(3, "Ines", THURSDAY, is_begun=False, path="/week")


def named(*names: str) -> dict[str, Any]:
    return {"people": [{"name": name} for name in names]}


def day(ahead: int, *, label: str = "") -> dict[str, Any]:
    coming = {"name": "Eva", "is_birthday": not label, "label": label}
    return {"days": [{**coming, "on": THURSDAY + dt.timedelta(days=ahead)}], "check_in": CHECK_IN}


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (named("Jana"), "Jana today"),
        (named("Jana", "Tomáš"), "Jana and Tomáš today"),
        (named("Jana", "Tomáš", "Eva"), "Jana, Tomáš and one more today"),
        ({**named("Jana", "Tomáš"), "more_people": 2}, "Jana, Tomáš and 2 more today"),
        ({**named("Jana"), "more_people": 37}, "Jana and 37 more today"),
        (named("أمينة"), "\u2068أمينة\u2069 today"),
        ({"promises": [{}], "more_promises": 0}, "One promise for today"),
        ({"promises": [{}], "more_promises": 2}, "3 promises for today"),
        (day(0), "Birthday today: Eva"),
        (day(1), "Birthday tomorrow: Eva"),
        (day(3, label="Wedding"), "Wedding on Sunday: Eva"),
        ({"check_in": CHECK_IN}, "Your check-in of this week"),
    ],
)
def test_the_subject_says_what_is_in_it(in_app: Flask, said: dict[str, Any], subject: str) -> None:
    user_id = factories.user("amara@example.org")
    reader = Reader(user_id, "public", "Amara", "amara@example.org", "en_GB", "UTC")
    with transaction(viewer=SYSTEM) as session:
        queue_morning(session, Morning(reader, THURSDAY, **said), now=clock.now())
    (mail,) = mails()
    assert mail.subject == subject
    assert mail.fact_key == "morning public 2026-03-12"
