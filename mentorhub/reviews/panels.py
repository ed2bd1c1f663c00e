"""What reviews offers to slots: the main navigation, a part of the mentee's Today, and of their weeks
the data export and what happens to them when the account is closed.
"""

from collections.abc import Iterator
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from mentorhub.accounts import guards
from mentorhub.accounts.queries.closing import closing_at
from mentorhub.accounts.rules.closing import Consequence, erased_from
from mentorhub.foundation import clock
from mentorhub.foundation.data_export import File, Section, json_pieces
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.programs.queries.inquiries import new_inquiries
from mentorhub.programs.queries.setup import first_steps
from mentorhub.reviews.queries import (
    account_closing,
    check_ins,
    data_export,
    review_queue,
)
from mentorhub.reviews.queries.landing import reader
from mentorhub.reviews.rules import AppointmentState
from mentorhub.workspace.exporters.calendars import Entry, calendar_pieces

FORMAT, VERSION = "mentorhub.weeks", 1  # raise the version when a name in it changes or goes


def navigation(*, side: str = "", active: str = "") -> str:
    """The slot `navigation`: links to the main pages of this side, if it is the reader's, else of their own.

    '' for a reader without a side; on the mentor's side with the numbers of check-ins to read and of new inquiries.
    """
    asks = guards.viewer()
    who = reader(viewer=asks)
    steps = first_steps(viewer=asks)
    if not side or (side == "mentee" and not who.is_mentee):
        side = who.side or side
    answers = side == "mentor" and who.mentors
    return render_template(
        "reviews/navigation.html",
        side=side,
        active=active,
        is_assistant=not who.mentors,
        first_steps=steps.practice_id if answers and steps.is_all else "",
        to_read=review_queue.check_ins_to_read(viewer=asks) if answers else 0,
        new_inquiries=new_inquiries(viewer=asks) if answers else 0,
    )


def today(*, user: Any, **_context: object) -> str:
    """Answers not yet marked as read, and this week's check-in while it can be written."""
    viewer = USER(user.id)
    reviews = check_ins.unread_reviews(viewer=viewer)
    page = check_ins.check_in_page(viewer=viewer)
    return render_template("reviews/today.html", reviews=reviews, page=page)


def export(*, viewer: Viewer) -> list[File]:
    """The slot `export`: the viewer's weeks as a mentee; nothing for a viewer who never had a mentor."""
    if not data_export.is_mentee(viewer=viewer):
        return []
    sections = data_export.week_sections(viewer=viewer)
    appointments = File(
        "weeks/appointments.ics",
        _("Your appointments with your mentor, for any calendar."),
        lambda: calendar_pieces(_entries(sections["appointments"], viewer=viewer)),
    )
    return [
        File(
            "weeks/weeks.json",
            _(
                "Your check-ins, week by week: what was asked, what you wrote, what your mentor answered; "
                "and your appointments."
            ),
            lambda: json_pieces(
                {"format": FORMAT, "version": VERSION},
                {name: section.records(viewer=viewer) for name, section in sections.items()},
            ),
        ),
        *([appointments] if sections["appointments"].has_any(viewer=viewer) else []),
    ]


def _entries(appointments: Section, *, viewer: Viewer) -> Iterator[Entry]:
    now = clock.now()
    for row in appointments.records(viewer=viewer):
        yield Entry(
            uid=f"mentorhub-appointment-{row['public_id']}",
            starts=row["starts_at"],
            minutes=row["minutes"],
            title=_("Talk with %(name)s", name=row["mentor"]),
            place=row["place"],
            known_at=now,
            is_called_off=row["state"] == AppointmentState.CANCELLED,
        )


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:
    """The slot `closing_account`: check-ins and answers, erased with the notebook; None for a user who wrote none."""
    viewer = USER(user_id)
    written, answers = account_closing.written_weeks(viewer=viewer)
    if not written:
        return None
    since = closing_at(viewer=viewer) or clock.now()
    html = render_template(
        "reviews/closing_account.html",
        check_ins=written,
        answers=answers,
        until=erased_from(since),
        is_closing=is_closing,
    )
    return Consequence(html)
