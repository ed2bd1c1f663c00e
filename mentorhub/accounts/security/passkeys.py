"""Passkeys (WebAuthn): what a browser is asked for, and whether what it answers is genuine. Asks no database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mentorhub.accounts.rules.factors import TRANSPORTS, PasskeyRefused
from mentorhub.foundation.config import settings

RP_NAME = "MentorHub"
# In this device or beside it, if only it knows by itself whose it is and asks for face, finger or PIN.
ASKED = AuthenticatorSelectionCriteria(
    authenticator_attachment=None,
    resident_key=ResidentKeyRequirement.REQUIRED,
    require_resident_key=True,
    user_verification=UserVerificationRequirement.REQUIRED,
)


@dataclass(frozen=True)
class Registered:
    """What is stored of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    device_type: str
    is_backed_up: bool
    transports: tuple[str, ...]


def creation_options(
    challenge: str, *, handle: str, email: str, name: str, known: Sequence[bytes]
) -> str:
    """JSON for `navigator.credentials.create`; an authenticator that holds one of the `known` refuses."""
    options = generate_registration_options(
        rp_id=settings().host,
        rp_name=RP_NAME,
        user_id=handle.encode(),
        user_name=email,
        user_display_name=name or email,
        challenge=challenge.encode(),
        authenticator_selection=ASKED,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def request_options(challenge: str) -> str:
    """JSON for `navigator.credentials.get`; it names no passkey, so it shows nobody which ones there are."""
    options = generate_authentication_options(
        rp_id=settings().host,
        challenge=challenge.encode(),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def registered(answer: str, *, challenge: str) -> Registered:
    """The passkey that a browser made for this challenge. Raises `PasskeyRefused` for anything else."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=settings().host,
            expected_origin=settings().base_url,
            require_user_verification=True,
        )
        transports = json.loads(answer)["response"].get("transports") or ()
        ways = tuple(one for one in transports if one in TRANSPORTS)
    except Exception as error:  # its parsers raise whatever they stumble over in hostile bytes
        raise PasskeyRefused from error
    return Registered(
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        device_type=found.credential_device_type.value,
        is_backed_up=found.credential_backed_up,
        transports=ways,
    )


def claimed(answer: str) -> tuple[bytes, str]:
    """Which passkey an answer says it is from, and whose (a handle, or ''). Raises `PasskeyRefused`."""
    try:
        said: Any = json.loads(answer)
        handle = said["response"].get("userHandle") or ""
        return base64url_to_bytes(said["id"]), base64url_to_bytes(handle).decode()
    except Exception as error:
        raise PasskeyRefused from error


def count_after(answer: str, *, challenge: str, public_key: bytes, sign_count: int) -> int:
    """The passkey's new count, where the answer is genuine. Raises `PasskeyRefused`, also where the count went back.

    Then the passkey was copied.
    """
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=settings().host,
            expected_origin=settings().base_url,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise PasskeyRefused from error
    return found.new_sign_count
