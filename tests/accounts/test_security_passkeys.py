"""What browsers are asked for; and that only a genuine answer from this site, by its owner's finger, is taken."""

import dataclasses
import json
from typing import Any

import pytest
from flask import Flask

from mentorhub.accounts.rules.factors import PasskeyRefused
from mentorhub.accounts.security import passkeys
from tests.support.passkeys import PRESENT, Passkey

CHALLENGE = "a challenge of 32 letters"


def creation(challenge: str = CHALLENGE) -> str:
    return passkeys.creation_options(
        challenge, handle="amaras-handle", email="amara@example.org", name="", known=[b"one"]
    )


def test_any_authenticator_is_asked_that_knows_its_owner(in_app: Flask) -> None:
    asked = json.loads(creation())
    selection = asked["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert "authenticatorAttachment" not in selection
    assert asked["rp"] == {"name": "MentorHub", "id": "localhost"}
    assert asked["attestation"] == "none"
    assert [one["id"] for one in asked["excludeCredentials"]] == ["b25l"]
    assert asked["user"]["displayName"] == "amara@example.org"


def test_signing_in_names_no_passkey(in_app: Flask) -> None:
    asked = json.loads(passkeys.request_options(CHALLENGE))
    assert not asked.get("allowCredentials")
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")


def test_a_genuine_passkey_is_registered(in_app: Flask) -> None:
    one = Passkey()
    found = passkeys.registered(
        one.made(creation(), transports=["usb", "made-up"]), challenge=CHALLENGE
    )
    assert (found.credential_id, found.transports) == (one.id, ("usb",))
    assert (found.sign_count, found.device_type, found.is_backed_up) == (0, "single_device", False)


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}]
)
def test_what_comes_from_elsewhere_or_without_a_finger_is_refused(
    in_app: Flask, wrong: dict[str, Any]
) -> None:
    right = Passkey()
    made = passkeys.registered(right.made(creation()), challenge=CHALLENGE)
    forged = dataclasses.replace(right, **wrong)
    with pytest.raises(PasskeyRefused):
        passkeys.registered(forged.made(creation()), challenge=CHALLENGE)
    answer = forged.shown(passkeys.request_options(CHALLENGE))
    with pytest.raises(PasskeyRefused):
        passkeys.count_after(answer, challenge=CHALLENGE, public_key=made.public_key, sign_count=0)


def test_an_answer_to_another_challenge_is_refused(in_app: Flask) -> None:
    with pytest.raises(PasskeyRefused):
        passkeys.registered(Passkey().made(creation("another")), challenge=CHALLENGE)


def test_anothers_signature_is_refused(in_app: Flask) -> None:
    made = passkeys.registered(Passkey().made(creation()), challenge=CHALLENGE)
    answer = Passkey().shown(passkeys.request_options(CHALLENGE))
    with pytest.raises(PasskeyRefused):
        passkeys.count_after(answer, challenge=CHALLENGE, public_key=made.public_key, sign_count=0)


@pytest.mark.parametrize(
    ("stored", "answered", "is_taken"),
    [(0, 0, True), (0, 7, True), (7, 8, True), (7, 7, False), (7, 3, False)],
)
def test_a_count_that_went_back_is_refused(
    in_app: Flask, stored: int, answered: int, is_taken: bool
) -> None:
    one = Passkey()
    made = passkeys.registered(one.made(creation()), challenge=CHALLENGE)
    answer = one.shown(passkeys.request_options(CHALLENGE), count=answered)
    held = {"challenge": CHALLENGE, "public_key": made.public_key, "sign_count": stored}
    if is_taken:
        assert passkeys.count_after(answer, **held) == answered  # type: ignore[arg-type]
    else:
        with pytest.raises(PasskeyRefused):
            passkeys.count_after(answer, **held)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "null", '{"id": 3}', '{"id": "AAAA", "response": []}', "[" * 9000, "\0"],
)
def test_what_is_no_answer_is_refused(in_app: Flask, answer: str) -> None:
    with pytest.raises(PasskeyRefused):
        passkeys.claimed(answer)
    with pytest.raises(PasskeyRefused):
        passkeys.registered(answer, challenge=CHALLENGE)
    with pytest.raises(PasskeyRefused):
        passkeys.count_after(answer, challenge=CHALLENGE, public_key=b"", sign_count=0)


def test_transports_that_are_no_list_are_refused(in_app: Flask) -> None:
    with pytest.raises(PasskeyRefused):
        passkeys.registered(Passkey().made(creation(), transports=[[]]), challenge=CHALLENGE)
