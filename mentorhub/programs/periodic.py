"""Due work of programs: conversations that are over are deleted."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.programs.actions import inquiries
from mentorhub.programs.queries.inquiries import inquiries_to_forget


def forget_inquiries() -> int:
    """Delete inquiries whose time is over, and those of closed accounts; returns how many are left."""
    return work_off(
        lambda: inquiries_to_forget(viewer=SYSTEM, now=clock.now(), limit=ALL),
        inquiries.forget_inquiry,
    )
