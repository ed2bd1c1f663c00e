"""Text into typed values with messages: an applicant's, and what practice and mentee decide of seats and money."""

from mentorhub.enrolment.forms.arrivals import ArrivalForm, EntryForm, PaymentForm
from mentorhub.enrolment.forms.lines import CancellationForm, GrantForm, SeatsForm
from mentorhub.enrolment.forms.money import MoneyForm, RefundForm, RemovalForm, WithdrawalForm

__all__ = [
    "ArrivalForm",
    "CancellationForm",
    "EntryForm",
    "GrantForm",
    "MoneyForm",
    "PaymentForm",
    "RefundForm",
    "RemovalForm",
    "SeatsForm",
    "WithdrawalForm",
]
