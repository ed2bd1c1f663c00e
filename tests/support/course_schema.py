"""The kept list of what a programme's JSON-LD must hold. Sources: schema.org (Course, CourseInstance, Offer, Schedule,
ItemAvailability); Google Search Central, structured data of "Course list" and "Course info", which names the required
ones and the values of `category` and `courseMode`."""

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

SCHEMA = "https://schema.org"
REQUIRED = {
    "Course": {"@context", "@id", "url", "name", "description", "provider", "image"},
    "Organization": {"name", "url"},
    "Offer": "category price priceCurrency availability validFrom validThrough url".split(),
    "CourseInstance": "courseMode courseWorkload courseSchedule startDate endDate instructor".split(),
    "Schedule": "repeatFrequency repeatCount startDate endDate".split(),
    "Person": {"name"},
}
# Asked for as soon as there is a cohort:
WITH_COHORT = {"offers", "hasCourseInstance"}
ALLOWED = {
    "Course": WITH_COHORT,
    "Offer": {"name", "description"},
    "CourseInstance": {"name", "eventStatus", "maximumAttendeeCapacity"},
}
VALUES = {
    "category": {"Free", "Partially Free", "Subscription", "Paid"},
    "courseMode": {"Online", "Onsite", "Blended"},
    "repeatFrequency": {"Daily", "Weekly", "Monthly", "Yearly"},
    "availability": {
        f"{SCHEMA}/{name}"
        for name in "BackOrder Discontinued InStock InStoreOnly LimitedAvailability MadeToOrder OnlineOnly "
        "OutOfStock PreOrder PreSale Reserved SoldOut".split()
    },
    "eventStatus": {
        f"{SCHEMA}/{name}"
        for name in "EventCancelled EventMovedOnline EventPostponed EventRescheduled EventScheduled".split()
    },
}
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def course_on(html: str) -> dict[str, Any]:
    """The one block of the page, as a parser of HTML and then one of JSON reads it."""
    (block,) = _BLOCK.findall(html)
    read: dict[str, Any] = json.loads(block)
    return read


def problems(course: dict[str, Any], *, has_cohort: bool = True) -> list[str]:
    """What of it search engines would complain of; [] where all is well."""
    missing = [name for name in sorted(WITH_COHORT) if has_cohort and not course.get(name)]
    return [f"Course: no {name}" for name in missing] + _of(course, "Course")


def _of(thing: dict[str, Any], kind: str) -> list[str]:
    if kind not in REQUIRED or thing.get("@type") != kind:
        return [f"{thing.get('@type')} is not known here"]
    required = set(REQUIRED[kind])
    found = [f"{kind}: no {name}" for name in sorted(required) if not thing.get(name)]
    unknown = set(thing) - required - ALLOWED.get(kind, set()) - {"@type"}
    found += [f"{kind}: {name} is not known" for name in sorted(unknown)]
    for name, value in thing.items():
        found += _of_value(f"{kind}.{name}", name, value)
    return found


def _of_value(where: str, name: str, value: Any) -> list[str]:
    inside = value if isinstance(value, list) else [value]
    things = [one for one in inside if isinstance(one, dict)]
    found = [line for one in things for line in _of(one, str(one.get("@type")))]
    if name in VALUES and value not in VALUES[name]:
        found.append(f"{where}: {value!r} is not one of its values")
    if name in FORMS and not FORMS[name](value):
        found.append(f"{where}: {value!r} is not written as it must be")
    return found


def _is_date(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(dt.date.fromisoformat(value))


def _is_time(value: Any) -> bool:
    return dt.datetime.fromisoformat(value).tzinfo is not None


def _is_price(value: Any) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", value)) and Decimal(value) >= 0


FORMS: dict[str, Callable[[Any], Any]] = {
    "startDate": _is_date,
    "endDate": _is_date,
    "validFrom": _is_time,
    "validThrough": _is_time,
    "price": _is_price,
    "priceCurrency": re.compile("[A-Z]{3}").fullmatch,
    "url": re.compile(r"https?://\S+").fullmatch,
    "image": re.compile(r"https?://\S+").fullmatch,
}
