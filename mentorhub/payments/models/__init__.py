"""Tables of money. A checkout points at its enrolment by the table's name; this package knows no more of it."""

from mentorhub.payments.models import checkouts, connections, events, ledger, promotions
