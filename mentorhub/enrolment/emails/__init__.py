"""The line's mails. Each message is queued in the transaction of the action it is about."""

from mentorhub.enrolment.emails.instalments import (
    queue_instalment_failed,
    queue_instalment_paid,
)
from mentorhub.enrolment.emails.places import (
    link_was_mailed,
    queue_all_waiting,
    queue_declined,
    queue_held,
    queue_lapsed,
    queue_link,
    queue_offered,
    queue_reminder,
)
from mentorhub.enrolment.emails.removals import (
    queue_called_off,
    queue_money_back,
    queue_refunded,
    queue_removed,
    queue_seat_ended,
    queue_withdrawn,
)
from mentorhub.enrolment.emails.seats import (
    queue_enrolled,
    queue_granted,
    queue_paused,
    queue_resumed,
)

__all__ = [
    "link_was_mailed",
    "queue_all_waiting",
    "queue_called_off",
    "queue_declined",
    "queue_enrolled",
    "queue_granted",
    "queue_held",
    "queue_instalment_failed",
    "queue_instalment_paid",
    "queue_lapsed",
    "queue_link",
    "queue_money_back",
    "queue_offered",
    "queue_paused",
    "queue_refunded",
    "queue_reminder",
    "queue_removed",
    "queue_resumed",
    "queue_seat_ended",
    "queue_withdrawn",
]
