"""How a call to Stripe can fail, and an event that is not Stripe's: what the packages above have to tell apart."""


class StripeUnavailable(Exception):  # noqa: N818
    """No answer, or one that says "later": the same call with the same key may be repeated."""


class StripeFailed(StripeUnavailable):
    """Stripe's own error. It stores that answer under the key for a day, and may have acted all the same.

    Asking again under the same key is no use: look for what was asked for, or ask under another key.
    Source: docs.stripe.com/api/idempotent_requests.
    """


class StripeLockedOut(StripeUnavailable):
    """Our key is not accepted, or not for this account: nothing was done; the call may be repeated with a right key."""


class StripeDisconnected(StripeLockedOut):
    """A practice's own account is closed, or closed to this platform: nothing can be done on it any more from here."""


class StripeRefused(Exception):  # noqa: N818
    """Stripe said no to what was asked; carries its code, message and the parameter it names ('' for none)."""

    def __init__(self, code: str, message: str, param: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.param = param


class ForgedEvent(Exception):  # noqa: N818
    """A signature that is missing, wrong or older than 300 s."""
