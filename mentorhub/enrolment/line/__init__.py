"""What happens to the line under the cohort's lock: places, seats, moves, settling; also journal, money, instalments.

Every function takes the locked cohort, keeps its counters true, writes the entry and queues the mail; none commits.
"""

from mentorhub.enrolment.line import charges, instalments, journal, money, pauses
from mentorhub.enrolment.line.giving_up import complete, leave, withdraw
from mentorhub.enrolment.line.locks import locked, locked_now, locked_with
from mentorhub.enrolment.line.losing import lose_seat
from mentorhub.enrolment.line.moves import (
    await_money,
    cancel,
    confirm,
    end,
    enrol_late,
    pass_on,
    pause,
    resume,
)
from mentorhub.enrolment.line.seats import change_seats, grant
from mentorhub.enrolment.line.settling import place, settle, settle_due

__all__ = [
    "await_money",
    "cancel",
    "change_seats",
    "charges",
    "complete",
    "confirm",
    "end",
    "enrol_late",
    "grant",
    "instalments",
    "journal",
    "leave",
    "locked",
    "locked_now",
    "locked_with",
    "lose_seat",
    "money",
    "pass_on",
    "pause",
    "pauses",
    "place",
    "resume",
    "settle",
    "settle_due",
    "withdraw",
]
