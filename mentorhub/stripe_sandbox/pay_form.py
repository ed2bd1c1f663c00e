"""What the buyer typed on the pay page, as typed values or messages beside the fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mentorhub.stripe_sandbox.cards import BY_NUMBER, Card, passes_luhn
from mentorhub.stripe_sandbox.params import EMAIL
from mentorhub.stripe_sandbox.payment_methods import debit_of
from mentorhub.stripe_sandbox.store import Doc

EXPIRY = re.compile(r"^(\d{1,2})\s*/?\s*(\d{2}|20\d{2})$")
NAMES = ("email", "name", "method", "card_number", "expiry", "cvc", "debit_result")


@dataclass
class PayForm:
    """`values` are shown again; without `errors`, `card` with `expiry`, or `debit`, is set."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    card: Card | None = None
    expiry: tuple[int, int] = (0, 0)  # month, year
    debit: str | None = None

    @property
    def payer(self) -> Doc:
        """Who pays."""
        return {"email": self.values["email"], "name": self.values["name"] or None}


def blank(checkout: Doc) -> PayForm:
    """Return the form as first shown, with the email address the shop knows."""
    values = dict.fromkeys(NAMES, "")
    return PayForm({**values, "method": "card", "email": checkout["customer_email"] or ""})


def read(given: Mapping[str, str], *, checkout: Doc, now: int) -> PayForm:
    """Return what was typed, checked; `now` decides whether a card has expired."""
    form = PayForm({name: given.get(name, "").strip() for name in NAMES})
    if not EMAIL.match(form.values["email"]):
        form.errors["email"] = "Enter an email address, such as name@example.com."
    if checkout["amount_total"] == 0:
        return form
    if form.values["method"] == "debit":
        _read_debit(form, checkout=checkout)
    else:
        _read_card(form, now=now)
    return form


def offered_debit(checkout: Doc) -> str | None:
    """Return the bank debit this checkout allows, or None."""
    debit = debit_of(checkout["currency"])
    return debit if debit in checkout["payment_method_types"] else None


def _read_debit(form: PayForm, *, checkout: Doc) -> None:
    form.debit = offered_debit(checkout)
    if form.debit is None:
        form.errors["card_number"] = "This checkout takes cards only."
    if form.values["debit_result"] not in {"settles", "fails", "waits"}:
        form.values["debit_result"] = "settles"


def _read_card(form: PayForm, *, now: int) -> None:
    number = re.sub(r"[\s-]", "", form.values["card_number"])
    form.values["method"] = "card"
    if not passes_luhn(number):
        form.errors["card_number"] = "Your card number is not valid."
    # a number that could be a real card is declined, like at Stripe's test mode
    form.card = BY_NUMBER.get(number) or Card(number, "visa", "not_a_test_card", "")
    matched = EXPIRY.match(form.values["expiry"])
    today = datetime.fromtimestamp(now, tz=UTC)
    if matched is None or not 1 <= int(matched[1]) <= 12:
        form.errors["expiry"] = "Enter the expiry date as MM / YY."
    else:
        form.expiry = int(matched[1]), 2000 + int(matched[2]) % 100
        if (form.expiry[1], form.expiry[0]) < (today.year, today.month):
            form.errors["expiry"] = "Your card's expiry date is in the past."
    if not re.fullmatch(r"\d{3,4}", form.values["cvc"]):
        form.errors["cvc"] = "Enter the security code: 3 or 4 digits."
