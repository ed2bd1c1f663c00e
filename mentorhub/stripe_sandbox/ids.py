"""Unguessable identifiers in Stripe's form: a prefix, an underscore, letters and digits."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits
LENGTHS = {"acct": 16, "cs_test": 58, "link": 48, "whsec": 32}


def new_id(prefix: str) -> str:
    """Return a fresh identifier: `pi_` and 24 random characters (143 bits), or more of them."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(LENGTHS.get(prefix, 24)))}"
