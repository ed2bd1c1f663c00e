"""Codes of authenticator apps (TOTP, RFC 6238) and recovery codes, stored so that a stolen database opens nothing.

An app's secret is encrypted, a recovery code hashed, both under keys that are not in the database.
"""

import datetime as dt
import hashlib
import hmac
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask_security import Totp
from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.factors import CODES_COUNT, bare_code
from mentorhub.foundation.config import Settings, extension, settings

ISSUER = "MentorHub"
WINDOW = 30  # seconds early or late: one code before, one after
COST = 14  # libpass' own: 2^14 rounds of PBKDF2 for the key of each secret
COST_IN_TESTS = 4


class Authenticators(Totp):
    """Flask-Security's factory of secrets, on our clock, with several keys: the first one encrypts."""

    def __init__(self, secrets: dict[str, str], issuer: str, *, cost: int) -> None:
        super().__init__(secrets, issuer)
        wallet = AppWallet(secrets, default_tag=next(iter(secrets)), encrypt_cost=cost)
        self._totp: Any = TOTP.using(issuer=issuer, wallet=wallet)

    def opened(self, secret: str) -> Any:
        """libpass' view of a stored secret; `changed` where an older key or cost encrypted it."""
        return self._totp.from_source(secret)


def factory_for(*, is_testing: bool) -> Any:
    """What Flask-Security makes its TOTP factory with."""
    return partial(Authenticators, cost=COST_IN_TESTS if is_testing else COST)


def keys_of(given: Settings) -> dict[str, str]:
    """The keys by their tag, the one that encrypts first; without a setting, one made of each secret key.

    Those are read with a setting as well, so that what was written before there was one stays good.
    """
    made = [_derived(key, "authenticators").hex() for key in reversed(given.signing_keys)]
    keys = (*given.totp_keys, *made)
    return {hashlib.sha256(key.encode()).hexdigest()[:8]: key for key in keys}


def new_secret() -> str:
    """A secret for an app, encrypted."""
    return str(_factory().generate_totp_secret())


def key_of(secret: str) -> str:
    """A secret as people type it into an app, in groups of four letters and digits."""
    return str(_factory().get_totp_pretty_key(secret))


def uri_of(secret: str, *, email: str) -> str:
    """What an app reads from the QR code (otpauth://…)."""
    return str(_factory().get_totp_uri(email.replace(":", " "), secret))


def code_at(secret: str, now: dt.datetime) -> str:
    """The six digits that an app with this secret shows then."""
    return str(_factory().opened(secret).generate(time=now).token)


def counter_of(code: str, secret: str, *, now: dt.datetime, after: int = -1) -> int | None:
    """Which of the app's codes this is; None for a wrong one, and for any up to the one numbered `after`."""
    try:
        match = _factory().opened(secret).match(code, time=now, window=WINDOW, last_counter=after)
    except TokenError:
        return None
    return int(match.counter)


def accept_code(user: User, code: str, *, now: dt.datetime) -> bool:
    """Whether this is the app's code now, in the caller's transaction; afterwards it is not accepted again."""
    if user.tf_totp_secret is None or user.totp_counter is None:
        return False
    counter = counter_of(code, user.tf_totp_secret, now=now, after=user.totp_counter)
    if counter is None:
        return False
    opened = _factory().opened(user.tf_totp_secret)
    secret = opened.to_json(encrypt=True) if opened.changed else user.tf_totp_secret
    user.set_authenticator(secret, counter=counter)
    return True


def new_recovery_codes(user: User) -> list[str]:
    """Codes in place of all earlier ones, to be shown once; only their hashes are stored."""
    codes = [str(code) for code in _factory().generate_recovery_codes(CODES_COUNT)]
    user.mf_recovery_codes = [_hashes(user, code)[0] for code in codes]
    return codes


def spend_recovery_code(user: User, code: str) -> bool:
    """Whether this is one of the user's codes, in the caller's transaction; afterwards it is not accepted again."""
    stored, spent = list(user.mf_recovery_codes or ()), _hashes(user, code)
    left = [one for one in stored if not any(hmac.compare_digest(one, each) for each in spent)]
    if len(left) == len(stored):
        return False
    user.mf_recovery_codes = left
    return True


def _hashes(user: User, code: str) -> list[str]:
    """A code's hash under each key, the newest first. Keyed: 48 random bits alone could be tried through."""
    said = f"{user.public_id}:{bare_code(code)}".encode()
    keys = [_derived(key, "recovery-codes") for key in keys_of(settings()).values()]
    return [hmac.new(key, said, hashlib.sha256).hexdigest() for key in keys]


def _derived(key: str, purpose: str) -> bytes:
    """A key for one purpose only (HKDF, RFC 5869)."""
    info = f"mentorhub.{purpose}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(key.encode())


def _factory() -> Authenticators:
    found = extension("security").totp_factory
    assert isinstance(found, Authenticators)
    return found
