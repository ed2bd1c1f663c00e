"""The sample of a morning email, with each of its parts; `mentorhub/operations/emails.py` has those of other kinds."""

import datetime as dt
from typing import Any

THURSDAY = dt.date(2026, 3, 12)


def morning(home: str) -> dict[str, Any]:
    """Its subject and what its templates read, for an installation at this address."""
    ways = {"done": f"{home}/reminders/d/completion", "later": f"{home}/reminders/d/postponement"}
    return {
        "subject": "Tomáš Dvořák, أمينة and 2 more today",
        "today": THURSDAY,
        "people": [
            {
                **ways,
                "name": "Tomáš Dvořák",
                "is_planned": True,
                "is_late": True,
                "reason": "Ask how the move went",
                "since": THURSDAY - dt.timedelta(days=3),
                "said": {
                    "line": "He looks for a flat in Brno, and his sister has one.",
                    "on": THURSDAY - dt.timedelta(days=21),
                },
            },
            {
                **ways,
                "name": "أمينة",
                "is_planned": False,
                "is_new": False,
                "since": THURSDAY - dt.timedelta(days=40),
                "said": {},
            },
        ],
        "more_people": 2,
        "promises": [
            {
                **ways,
                "name": "Jana Nováková",
                "what": "Send the list of bookbinders",
                "due_on": THURSDAY - dt.timedelta(days=1),
                "is_late": True,
            }
        ],
        "more_promises": 1,
        "days": [
            {
                "name": "Petra Svobodová",
                "is_birthday": True,
                "label": "",
                "years": 40,
                "on": THURSDAY + dt.timedelta(days=2),
            }
        ],
        "more_days": 1,
        "check_ins": [
            {
                "week": 3,
                "mentor": "Ines Halvorsen",
                "until": THURSDAY + dt.timedelta(days=3),
                "is_begun": False,
                "path": "/week",
                "url": f"{home}/week",
            }
        ],
        "url": f"{home}/today",
    }
