"""An authenticator in software: makes passkeys and answers challenges as a phone does, and wrongly on demand."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

ORIGIN, HOST = "http://localhost", "localhost"
PRESENT, VERIFIED, KEY_INSIDE = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One passkey; `handle` is whose it is, as the site said when it was made."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: secrets.token_bytes(20))
    handle: str = ""
    origin: str = ORIGIN
    host: str = HOST
    flags: int = PRESENT | VERIFIED

    def made(self, options: str, *, transports: Any = ("internal",)) -> str:
        """The answer to `navigator.credentials.create`."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"]).decode()
        inside = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public_key()
        data = self._data(self.flags | KEY_INSIDE, 0) + inside
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
            "attestationObject": bytes_to_base64url(attestation),
            "transports": transports,
        }
        return self._answer(response)

    def shown(self, options: str, *, count: int = 0, handle: str | None = None) -> str:
        """The answer to `navigator.credentials.get`, the `count`th time."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._data(self.flags, count)
        signed = data + hashlib.sha256(base64url_to_bytes(client)).digest()
        whose = self.handle if handle is None else handle
        response = {
            "clientDataJSON": client,
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": bytes_to_base64url(whose.encode()),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any]) -> str:
        own = bytes_to_base64url(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})

    def _client(self, kind: str, challenge: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return bytes_to_base64url(json.dumps(said).encode())

    def _data(self, flags: int, count: int) -> bytes:
        return (
            hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")
        )

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return cbor2.dumps({1: 2, 3: -7, -1: 1, **point})
