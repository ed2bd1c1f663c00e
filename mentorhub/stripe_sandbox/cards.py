"""Stripe's test cards and test tokens, and how charging each goes (https://docs.stripe.com/testing)."""

from dataclasses import dataclass

from mentorhub.stripe_sandbox.store import Doc


@dataclass(frozen=True)
class Card:
    """A number with a behaviour: `pays`, `challenge`, `always_challenge` or a key of `REFUSALS`."""

    number: str
    brand: str
    behaviour: str
    token: str

    @property
    def last4(self) -> str:
        """The digits an object may show."""
        return self.number[-4:]


CARDS = (
    Card("4242424242424242", "visa", "pays", "pm_card_visa"),
    Card("5555555555554444", "mastercard", "pays", "pm_card_mastercard"),
    Card("4000002500003155", "visa", "challenge", "pm_card_authenticationRequiredOnSetup"),
    Card("4000002760003184", "visa", "always_challenge", "pm_card_authenticationRequired"),
    Card("4000000000000002", "visa", "generic_decline", "pm_card_chargeDeclined"),
    Card(
        "4000000000009995",
        "visa",
        "insufficient_funds",
        "pm_card_chargeDeclinedInsufficientFunds",
    ),
    Card("4000000000000069", "visa", "expired_card", "pm_card_chargeDeclinedExpiredCard"),
    Card("4000000000000127", "visa", "incorrect_cvc", "pm_card_chargeDeclinedIncorrectCvc"),
    Card("4000000000000341", "visa", "generic_decline", "pm_card_chargeCustomerFail"),
)
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {card.token: card for card in CARDS}
DEBIT_TOKENS = {  # token: (type of method, settles, fails, or waits for the control API)
    "pm_usBankAccount_success": ("us_bank_account", "settles"),
    "pm_usBankAccount_insufficientFunds": ("us_bank_account", "fails"),
    "pm_usBankAccount_processing": ("us_bank_account", "waits"),
    "pm_sepaDebit_success": ("sepa_debit", "settles"),
    "pm_sepaDebit_insufficientFunds": ("sepa_debit", "fails"),
    "pm_sepaDebit_processing": ("sepa_debit", "waits"),
    "pm_bacsDebit_success": ("bacs_debit", "settles"),
    "pm_bacsDebit_insufficientFunds": ("bacs_debit", "fails"),
    "pm_bacsDebit_processing": ("bacs_debit", "waits"),
}
CHALLENGES = ("challenge", "always_challenge")


def _refusal(code: str, decline_code: str | None, message: str) -> Doc:
    return {"code": code, "decline_code": decline_code, "message": message}


REFUSALS = {
    "generic_decline": _refusal("card_declined", "generic_decline", "Your card was declined."),
    "insufficient_funds": _refusal(
        "card_declined", "insufficient_funds", "Your card has insufficient funds."
    ),
    "expired_card": _refusal("expired_card", "expired_card", "Your card has expired."),
    "incorrect_cvc": _refusal(
        "incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."
    ),
    "not_a_test_card": _refusal(
        "card_declined",
        "test_mode_live_card",
        "Your card was declined. Your request was in test mode, but used a non test card. For a "
        "list of valid test cards, visit: https://stripe.com/docs/testing.",
    ),
    "authentication_required": _refusal(
        "authentication_required",
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
    "authentication_failed": _refusal(
        "payment_intent_authentication_failure",
        None,
        "We are unable to authenticate your payment method. Please choose a different payment "
        "method and try again.",
    ),
    "debit_failed": _refusal(
        "payment_intent_payment_attempt_failed",
        "insufficient_funds",
        "The customer's bank account could not be debited.",
    ),
}


def passes_luhn(number: str) -> bool:
    """Whether the digits carry a valid check digit (ISO/IEC 7812-1)."""
    if not number.isdigit() or not 12 <= len(number) <= 19:
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
