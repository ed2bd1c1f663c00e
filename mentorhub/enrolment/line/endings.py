"""How a place ends: lapsed, left, declined, withdrawn, removed or completed; and a cohort that is called off."""

from mentorhub.enrolment.emails.seats import queue_seat_ended, queue_withdrawn
from mentorhub.enrolment.line.allocation import allocate, release
from mentorhub.enrolment.line.locked import LockedCohort, LockedPlace
from mentorhub.enrolment.line.money import cancel_instalments, refuse_while_payable, send_back
from mentorhub.enrolment.line.moves import finish_mentorship
from mentorhub.enrolment.queries.checkouts import money_of_place
from mentorhub.enrolment.queries.endings import due_minor
from mentorhub.enrolment.rules.states import EnrolmentState


def end(place: LockedPlace, verb: str, *, reason: str = "") -> None:
    """Lapse, leave, decline, withdraw or remove; a seat that comes free counts as a release."""
    enrolment = place.enrolment
    was_seated = enrolment.seat_number is not None
    enrolment.end(verb, now=place.now, reason=reason)
    finish_mentorship(place)
    if was_seated:
        release(place.cohort)
    else:
        place.cohort.waiting -= 1
    place.record(enrolment.state.value)
    place.session.flush()  # a seat number must be free in the database before it is given again


def place_first(place: LockedPlace) -> None:
    """Somebody who has arrived needs a place before they can lose one."""
    if place.enrolment.state == EnrolmentState.ARRIVED:
        allocate(place)


def leave(place: LockedPlace) -> None:
    """A place or a held seat, before it is paid. Raises `CheckoutUnderway`."""
    refuse_while_payable(place)
    end(place, "leave")
    allocate(place)


def withdraw(place: LockedPlace, *, by: int | None) -> int:
    """An enrolled seat; the minor units that go back by the programme's policy. Raises `CheckoutUnderway`."""
    refuse_while_payable(place)
    paid = money_of_place(place.session, place.enrolment.id)
    due = due_minor(place.cohort, paid, place.terms.policy, now=place.now)
    end(place, "withdraw")
    cancel_instalments(place)
    sent = send_back(place, due, reason="withdrawn", by=by)
    queue_withdrawn(place.session, place.enrolment, refund_minor=sent, now=place.now)
    allocate(place)
    return sent


def revoke_seat(place: LockedPlace, why: str) -> None:
    """An enrolled seat whose money all went back, was taken by a bank, or never came in part: offered on.

    Nothing more is asked for, and the mail says `why`. Raises `CheckoutUnderway`.
    """
    refuse_while_payable(place)
    end(place, "remove", reason=why)
    cancel_instalments(place)
    queue_seat_ended(place.session, place.enrolment, why=why, now=place.now)
    allocate(place)


def complete(place: LockedPlace) -> None:
    """An enrolled seat of a programme that is over: it becomes completed, and nobody is offered it."""
    place.enrolment.resume()
    place.enrolment.complete(place.now)
    finish_mentorship(place)
    place.record("completed")


def end_rehearsal(line: LockedCohort) -> None:
    """Nobody is seated in it any more; its places end as those of a cohort that was called off."""
    line.cohort.end_rehearsal(line.now)
    line.record("cancelled")


def cancel(line: LockedCohort, *, reason: str) -> None:
    """Call the cohort off: no seat is offered any more; `reason` is mailed to everybody in it."""
    line.cohort.cancel(line.now, reason=reason)
    line.record("cancelled")
