"""Addresses and their keys, initials, and which paths stay on this site."""

from mentorhub.foundation.email_addresses import mail_form
from mentorhub.foundation.errors import Refusal

ADDRESS_MAX = 254
NAME_MAX = 200
PASSWORD_MIN = 10
PASSWORD_MAX = 128
PATH_MAX = 500
_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


class AddressUnchanged(Refusal):
    """The new address is the present one."""


def email_key(address: str) -> str:
    """One key per mailbox: what mail goes to (`mail_form`), with only A to Z lower-cased in the local part.

    Never more than that: by `casefold`, ß is ss and the reader of one mailbox would open the account of another.
    Raises `ValueError` where there is no domain or it cannot be one.
    """
    local, domain = mail_form(address)
    return f"{local.translate(_SMALL)}@{domain}"


def is_one_mailbox(address: str, other: str) -> bool:
    """Whether a mail to either reaches the same reader; False as well where one is no address.

    Asked of the addresses themselves before a mailed link opens an account: a stored key may be an older one.
    """
    try:
        return email_key(address) == email_key(other)
    except ValueError:
        return False


def initials(name: str) -> str:
    """One or two characters for a monogram: first and last word, "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    found = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return found.upper()


def is_local(path: str) -> bool:
    """Whether a browser sent to `path` stays on this site.

    Browsers read `//host` and `/\\host` as another site, and strip control characters before they look.
    """
    stays = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return stays and len(path) <= PATH_MAX and path.isprintable() and " " not in path
