"""How everything is signed that is handed out and comes back: links, cookies, tokens of forms."""

import hashlib

from itsdangerous import Signer

DIGEST = staticmethod(hashlib.sha256)


def sign_by_sha256() -> None:
    """HMAC-SHA-256 for all that itsdangerous signs in this process, libraries' tokens too; its own choice is SHA-1."""
    Signer.default_digest_method = DIGEST
