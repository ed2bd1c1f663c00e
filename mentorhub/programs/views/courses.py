"""A programme as search engines read it: schema.org's Course with its offers and its present run (JSON-LD).

Only what is true when the page is written: what nobody knows, such as hours of work, is left out.
"""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mentorhub.foundation.links import absolute
from mentorhub.foundation.money import from_minor
from mentorhub.programs.queries.shown import CohortShown, PriceShown, ProgramPage
from mentorhub.programs.rules.cohorts import PublicState
from mentorhub.programs.rules.offers import PriceKind
from mentorhub.programs.views.blueprint import blueprint

SCHEMA = "https://schema.org"
# schema.org's ItemAvailability for each public state. A place in the waiting list is no seat; while seats are not given
# out, or enrolment is over and another cohort may come, none is to be had at present.
AVAILABILITY = {
    PublicState.SCHEDULED: "PreOrder",
    PublicState.OPEN: "InStock",
    PublicState.FULL: "SoldOut",
    PublicState.PAUSED: "OutOfStock",
    PublicState.CLOSED: "OutOfStock",
    PublicState.RUNNING: "OutOfStock",
    PublicState.ENDED: "Discontinued",
    PublicState.CANCELLED: "Discontinued",
}


@blueprint.app_template_global("course_data")
def course(page: ProgramPage) -> dict[str, Any]:
    """The programme as a `Course`, ready for JSON. Without a cohort it has neither offers nor an instance.

    Times are ISO 8601, amounts decimal in whole units, whatever the locale. Source: schema.org/Course, and what Google
    asks for of it (Course list and Course info).
    """
    address = _address("show_program", page.slug)
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": page.title,
        "description": description(page),
        "image": picture(page),
        "provider": {
            "@type": "Organization",
            "name": page.practice_name,
            "url": _address("show_practice", page.practice_slug),
        },
    }
    if page.prices:
        found["offers"] = [_offer(price, page, address) for price in page.prices]
    if page.cohort:
        found["hasCourseInstance"] = [_instance(page, page.cohort)]
    return found


@blueprint.app_template_global("program_description")
def description(page: ProgramPage) -> str:
    """What it is in two or three sentences: its summary, else its promise, else who offers it."""
    said = page.texts.summary or page.texts.promise.replace("*", "")
    mentor = page.mentor_name or page.practice_name
    return said or _(
        "A mentoring programme with %(mentor)s. Few seats, first come, first served.", mentor=mentor
    )


@blueprint.app_template_global("program_picture")
def picture(page: ProgramPage) -> str:
    """The address of the picture that stands beside links to it."""
    asked = url_for("programs.show_share_image", slug=page.slug, v=page.image_version)
    return absolute(asked)


def _offer(price: PriceShown, page: ProgramPage, address: str) -> dict[str, Any]:
    found = {
        "@type": "Offer",
        "category": "Free" if price.kind == PriceKind.FREE else "Paid",
        "price": f"{from_minor(price.amount_minor, price.currency):f}",
        "priceCurrency": price.currency.upper(),
        "availability": f"{SCHEMA}/{_availability(price, page)}",
        "validFrom": price.available_from.isoformat(timespec="seconds"),
        "validThrough": price.available_until.isoformat(timespec="seconds"),
        "url": f"{address}#enrol",
    }
    if price.label:
        found["name"] = price.label
    if price.kind == PriceKind.INSTALMENTS:
        found["description"] = _(
            "In %(count)s payments, %(days)s days apart",
            count=len(price.parts_minor),
            days=price.interval_days,
        )
    return found


def _availability(price: PriceShown, page: ProgramPage) -> str:
    if page.state == PublicState.OPEN and price.amount_minor and not page.can_charge:
        return "OutOfStock"  # a seat can be held, and paid for later
    return AVAILABILITY[page.state]


def _instance(page: ProgramPage, cohort: CohortShown) -> dict[str, Any]:
    weeks = max(1, cohort.weeks)
    starts, ends = cohort.starts_on.isoformat(), cohort.ends_on.isoformat()
    status = "EventCancelled" if page.state == PublicState.CANCELLED else "EventScheduled"
    return {
        "@type": "CourseInstance",
        "name": cohort.name,
        "courseMode": "Online",  # check-ins and answers are written here
        "courseWorkload": ngettext(
            "A check-in and an answer to it, for %(num)s week",
            "A check-in and an answer to it each week, for %(num)s weeks",
            weeks,
        ),
        "courseSchedule": {
            "@type": "Schedule",
            "repeatFrequency": "Weekly",
            "repeatCount": weeks,
            "startDate": starts,
            "endDate": ends,
        },
        "startDate": starts,
        "endDate": ends,
        "eventStatus": f"{SCHEMA}/{status}",
        "maximumAttendeeCapacity": page.seats,
        "instructor": {"@type": "Person", "name": page.mentor_name or page.practice_name},
    }


def _address(page: str, slug: str) -> str:
    return absolute(url_for(f"programs.{page}", slug=slug))
