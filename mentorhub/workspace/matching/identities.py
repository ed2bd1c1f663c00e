"""By what somebody who asked to be removed is known again: keyed digests, which name nobody. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from enum import StrEnum

from mentorhub.workspace.matching import keys
from mentorhub.workspace.rules.details import Details


class IdentityKind(StrEnum):
    """By what somebody who asked to be removed would be known again."""

    EMAIL = "email"
    PHONE = "phone"
    PROFILE = "profile"
    NAME = "name"


def identities(details: Details, *, region: str) -> set[tuple[IdentityKind, str]]:
    """Each e-mail, number in E.164, profile, and the name with each organisation, in the form they are compared in.

    A name alone is none: others have it, too. `region` is the notebook's, for numbers without a country code.
    """
    name = " ".join(sorted(keys.name_words(details.name)))
    phones = (keys.phone_key(one.value, region) for one in details.phones)
    profiles = (keys.profile_key(one.value) for one in details.links)
    places = (keys.organization_key(one.organization) for one in details.affiliations)
    found = {
        IdentityKind.EMAIL: (keys.email_key(one.value) for one in details.emails),
        IdentityKind.PHONE: (phone for phone in phones if phone.startswith("+")),
        IdentityKind.PROFILE: (profile for profile in profiles if ":" in profile),
        IdentityKind.NAME: (f"{name}|{place}" for place in places if name and place),
    }
    return {(kind, value) for kind, values in found.items() for value in values if value}


def digest(kind: IdentityKind, value: str, *, key: str) -> str:
    """HMAC-SHA256 under the notebook's key, 43 characters: a plain hash of a number is undone by trying all of them."""
    made = hmac.new(key.encode(), f"{kind}:{value}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def digests(found: Iterable[tuple[IdentityKind, str]], *, key: str) -> set[tuple[str, str]]:
    """Kind and digest of each."""
    return {(kind.value, digest(kind, value, key=key)) for kind, value in found}
