"""The states of an enrolment and the moves between them."""

from enum import StrEnum

from mentorhub.foundation.transitions import Transitions


class EnrolmentState(StrEnum):
    """Where an applicant stands."""

    ARRIVED = "arrived"
    WAITING = "waiting"
    HELD = "held"
    PAYING = "paying"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    LAPSED = "lapsed"
    LEFT = "left"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


_S = EnrolmentState
SEATED = (_S.HELD, _S.PAYING, _S.ENROLLED, _S.COMPLETED)
LIVE = (_S.ARRIVED, _S.WAITING, *SEATED)
# What closing an account ends. While money is on its way, what becomes of the seat follows from that; completed stays.
GIVEN_UP = (_S.ARRIVED, _S.WAITING, _S.HELD, _S.ENROLLED)
UNPAID_ENDS = (_S.LAPSED, _S.LEFT, _S.DECLINED)
ENROLMENT = Transitions(
    _S.ARRIVED,
    {
        "number": ((_S.ARRIVED,), _S.WAITING),
        "seat": ((_S.WAITING,), _S.HELD),
        "grant": ((_S.WAITING,), _S.ENROLLED),
        "pass_on": ((_S.HELD,), _S.WAITING),
        "await_money": ((_S.HELD,), _S.PAYING),
        "confirm": ((_S.HELD, _S.PAYING), _S.ENROLLED),
        "enrol_late": (UNPAID_ENDS, _S.ENROLLED),
        "lapse": ((_S.HELD,), _S.LAPSED),
        "leave": ((_S.WAITING, _S.HELD), _S.LEFT),
        "decline": ((_S.PAYING,), _S.DECLINED),
        "withdraw": ((_S.ENROLLED,), _S.WITHDRAWN),
        "remove": ((_S.WAITING, _S.HELD, _S.PAYING, _S.ENROLLED), _S.REMOVED),
        "complete": ((_S.ENROLLED,), _S.COMPLETED),
    },
)
