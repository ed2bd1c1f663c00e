"""What an address is, how people are written, and which paths stay on this site."""

from mentorhub.foundation.errors import Refusal

ADDRESS_MAX = 254
NAME_MAX = 200
PASSWORD_MIN = 10
PASSWORD_MAX = 128
PATH_MAX = 500


class AddressUnchanged(Refusal):
    """The new address is the present one."""


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


def is_local(path: str) -> bool:
    """Whether a browser sent to `path` stays on this site.

    Browsers read `//host` and `/\\host` as another site, and strip control characters before they look.
    """
    stays = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return stays and len(path) <= PATH_MAX and path.isprintable() and " " not in path
