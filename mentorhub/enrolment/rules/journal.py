"""The canonical text of a journal's entry, its hash, and which state each kind of entry leaves behind."""

import datetime as dt
import hashlib
import json

from mentorhub.enrolment.rules.states import EnrolmentState

_S = EnrolmentState
STATE_AFTER = {
    "placed": _S.WAITING,
    "held": _S.HELD,
    "offered": _S.HELD,
    "passed": _S.WAITING,
    "paying": _S.PAYING,
    "enrolled": _S.ENROLLED,
    "enrolled_late": _S.ENROLLED,
    "granted": _S.ENROLLED,
    "paused": _S.ENROLLED,
    "resumed": _S.ENROLLED,
    "completed": _S.COMPLETED,
    "lapsed": _S.LAPSED,
    "left": _S.LEFT,
    "declined": _S.DECLINED,
    "withdrawn": _S.WITHDRAWN,
    "removed": _S.REMOVED,
}  # of an enrolment's entries; `seats_raised`, `seats_lowered` and `cancelled` are the cohort's own


def entry_text(
    *,
    cohort: str,
    number: int,
    kind: str,
    place: int | None,
    seat: int | None,
    at: dt.datetime,
    seats: int | None = None,
) -> str:
    """The canonical text of an entry: sorted keys, no spaces, time in UTC to the microsecond.

    `seats`, the cohort's new count, stands only in the entry of the action that changed it.
    """
    data: dict[str, str | int | None] = {
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "cohort": cohort,
        "kind": kind,
        "number": number,
        "place": place,
        "seat": seat,
    }
    if seats is not None:
        data["seats"] = seats
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def entry_hash(previous: str, text: str) -> str:
    """SHA-256 over the previous entry's hash, a newline and this entry's text, in hex."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
