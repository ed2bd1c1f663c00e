"""What happens to the line under the cohort's lock: places, seats, moves, allocation, journal, money, instalments.

Every function takes the locked cohort, keeps its counters true, writes the entry and queues the mail; none commits.
"""

from mentorhub.enrolment.line import charges, instalments, journal, money, pauses
from mentorhub.enrolment.line.allocation import allocate, allocate_due, place
from mentorhub.enrolment.line.locks import locked, locked_now, locked_with
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
from mentorhub.enrolment.line.revocations import revoke_seat
from mentorhub.enrolment.line.seats import change_seats, grant
from mentorhub.enrolment.line.withdrawals import complete, leave, withdraw

__all__ = [
    "allocate",
    "allocate_due",
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
    "money",
    "pass_on",
    "pause",
    "pauses",
    "place",
    "resume",
    "revoke_seat",
    "withdraw",
]
