"""What an address is, which roles a practice has, when it may take money. Pure."""

from enum import StrEnum

from mentorhub.foundation.transitions import Transitions


class Role(StrEnum):
    """A member's role in one practice."""

    OWNER = "owner"
    MENTOR = "mentor"
    ASSISTANT = "assistant"


class StripeState(StrEnum):
    """Whether a practice's Stripe account may take charges."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    BLOCKED = "blocked"


CHARGES = Transitions(
    StripeState.NONE,
    {
        "onboard": ((StripeState.NONE,), StripeState.PENDING),
        "enable": (
            (StripeState.NONE, StripeState.PENDING, StripeState.BLOCKED),
            StripeState.READY,
        ),
        "block": ((StripeState.PENDING, StripeState.READY), StripeState.BLOCKED),
    },
)


def email_key(address: str) -> str:
    """One key per address: trimmed, casefolded, the domain in its ASCII form (RFC 5891).

    Raises `ValueError` where there is no domain or it cannot be encoded.
    """
    local, separator, domain = address.strip().rpartition("@")
    if not (local and separator and domain):
        raise ValueError("an address has something before and after its @")
    try:
        ascii_domain = domain.casefold().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError("the part after @ cannot be a domain") from error
    return f"{local.casefold()}@{ascii_domain}"


def initials(name: str) -> str:
    """One or two letters for a monogram: first and last word, "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
