"""Due work of programs: openings are announced; conversations and addresses whose time is over are deleted."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.programs.actions import inquiries, openings
from mentorhub.programs.queries.inquiries import inquiries_to_forget
from mentorhub.programs.queries.openings import notices_to_forget, openings_to_announce


def forget_inquiries() -> int:
    """Delete inquiries whose time is over, and those of closed accounts; returns how many are left."""
    return work_off(
        lambda: inquiries_to_forget(viewer=SYSTEM, now=clock.now(), limit=ALL),
        inquiries.forget_inquiry,
    )


def announce_openings() -> int:
    """Mail whoever asked for it that enrolment is open, one after the other at once; returns how many are left."""
    return work_off(
        lambda: openings_to_announce(viewer=SYSTEM, now=clock.now(), limit=ALL),
        openings.announce_opening,
    )


def forget_openings() -> int:
    """Erase the addresses of those who were told, or will not be; returns how many are left."""
    return work_off(
        lambda: notices_to_forget(viewer=SYSTEM, now=clock.now(), limit=ALL),
        openings.forget_opening,
    )
