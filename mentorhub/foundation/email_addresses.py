"""An email address in the form that mail goes to, and a domain as the network knows it. What two are one: accounts."""

import unicodedata
from functools import lru_cache

import idna

DOMAIN_MAX = 253  # characters (RFC 1035, without the root's dot)
LABEL_MAX = 63


def mail_form(address: str) -> tuple[str, str]:
    """The local part in NFC and the domain in ASCII: where a mail to `address` goes.

    Raises `ValueError` where either is missing, or the domain cannot be one.
    """
    local, separator, domain = address.strip().rpartition("@")
    if not (local and separator and domain):
        raise ValueError("an address has something before and after its @")
    return unicodedata.normalize("NFC", local), domain_in_ascii(domain)


@lru_cache(1024)  # most people's mail is with a few domains
def domain_in_ascii(domain: str) -> str:
    """A domain or host in lower-case ASCII without the root's dot, by IDNA 2008 and UTS #46 as browsers map it.

    Python's own codec is IDNA 2003: it takes `straße.example` for `strasse.example`, which is somebody else's. What
    IDNA refuses and a server may be called all the same (an underscore, an emoji, a number of IPv6) stays label by
    label. Raises `ValueError` where that cannot be a domain either.
    """
    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return _as_it_is(domain)


def _as_it_is(domain: str) -> str:
    try:
        mapped = idna.uts46_remap(domain, std3_rules=False)
    except UnicodeError as error:
        raise ValueError("the part after @ cannot be a domain") from error
    labels = [
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in mapped.removesuffix(".").split(".")
    ]
    fits = all(0 < len(label) <= LABEL_MAX for label in labels)
    found = ".".join(labels).lower()
    if not fits or len(found) > DOMAIN_MAX or not found.isprintable() or " " in found:
        raise ValueError("the part after @ cannot be a domain")
    return found
