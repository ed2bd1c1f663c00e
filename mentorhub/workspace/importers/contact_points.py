"""Where somebody is reached, as files write it: emails, numbers, links. What is none of these is left to be a text."""

import re
from urllib.parse import unquote

from mentorhub.workspace.importers import cleaning

_AROUND = re.compile(r"[\s,;<>\"()]+")  # what stands between addresses
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)  # example.org:8080 has none
# Those that lead to a page or name an account; another (javascript, file, data) is not to be clicked on.
_SCHEMES = frozenset(
    "http https ftp xmpp sip sips skype aim ymsgr msnim gtalk icq irc ircs matrix tg whatsapp facetime im".split()
)
_UNSIGNIFICANT = re.compile(r"[^\d+*#,;a-z]")


def emails_in(text: str) -> list[str]:
    """The addresses in a field: mostly one, but also "Ada <ada@…>", "mailto:…", or several between commas."""
    value = cleaning.token(text)
    if value[:7].casefold() == "mailto:":
        value = value[7:]
    if "@" in value[1:-1] and value.count("@") == 1 and not _AROUND.search(value):
        return [value]
    return (
        [word for part in _AROUND.split(value) if "@" in (word := part.strip("'"))[1:-1]]
        if "@" in value
        else []
    )


def number(text: str) -> str:
    """A phone number as it is written, out of a `tel:` URI too (RFC 3966); '' where there is no digit."""
    value = cleaning.token(text)
    if value[:4].casefold() == "tel:":
        plain, *params = cleaning.token(unquote(value[4:])).split(";")
        extension = next((one[4:] for one in params if one[:4].casefold() == "ext="), "")
        value = f"{plain} ext. {extension}" if extension else plain
    return value if any(map(str.isdecimal, value)) else ""


def number_key(value: str) -> str:
    """What numbers are compared by: their digits and signs that are dialled."""
    return _UNSIGNIFICANT.sub("", value.casefold())


def is_link(value: str) -> bool:
    """Whether it may be followed: without a scheme, or with one of those that lead to a page or an account."""
    scheme = _SCHEME.match(value)
    return not scheme or scheme[1].casefold() in _SCHEMES
