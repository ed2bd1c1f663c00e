"""How a message is written on the wire: seven bits, short lines, encoded words only where they are allowed.

A server need not accept more (RFC 5321), and what a later one encodes again breaks its DKIM signature.
"""

from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from email.utils import quote
from typing import Any, Self

LINE_MAX = 76  # of an encoded body (RFC 2045) and of a line with an encoded word (RFC 2047)
_SPECIALS = frozenset('()<>[]:;@\\,."')  # what stands in a name only between quotation marks
_UNBROKEN = {"message-id", "list-unsubscribe"}  # a link that is broken or encoded does not work


class Words(str):
    """A header's words as they are: an assigned text would be parsed, and what looks encoded be decoded."""

    name: str

    @classmethod
    def of(cls, name: str, text: str) -> Self:
        """The words of the header of this name."""
        made = cls(text)
        made.name = name
        return made


class Mailbox(Words):
    """A header's one address, with a name or without."""

    addresses: tuple[Address, ...]

    @classmethod
    def to(cls, name: str, address: Address) -> Self:
        """The address of the header of this name."""
        made = cls.of(name, str(address))
        made.addresses = (address,)
        return made


class WirePolicy(EmailPolicy):
    """The policy of every message that leaves. With `utf8`, addresses stand as they are (RFC 6532), words do not."""

    def fold(self, name: str, value: Any) -> str:
        """One header with its line's end. Raises `ValueError` for an address beyond ASCII without `utf8`."""
        if isinstance(value, Mailbox):
            return f"{name}: {_mailbox(value.addresses[0], name, self)}{self.linesep}"
        if isinstance(value, Words):
            return f"{name}: {_text(value, name, self.linesep)}{self.linesep}"
        if name.lower() in _UNBROKEN:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """As `fold`, in the octets that are sent."""
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


POLICY = WirePolicy(linesep="\r\n", max_line_length=LINE_MAX, cte_type="7bit")


def _text(text: str, name: str, linesep: str) -> str:
    return str(text) if _is_plain(text, name) else _encoded(text, name, linesep)


def _mailbox(address: Address, name: str, policy: EmailPolicy) -> str:
    spec, called = address.addr_spec, address.display_name
    if not (policy.utf8 or spec.isascii()):
        raise ValueError("an address beyond ASCII needs a server that takes such")
    if not called:
        return spec
    words = f'"{quote(called)}"' if _SPECIALS.intersection(called) else called
    if not _is_plain(words, name):
        words = _encoded(called, name, policy.linesep)
    # The address stands on a line of its own wherever it might not fit beside the name.
    is_long = len(name) + len(words) + len(spec) + 5 > LINE_MAX
    return f"{words}{policy.linesep if is_long else ''} <{spec}>"


def _is_plain(text: str, name: str) -> bool:
    """Whether a text fits as it is; what looks like an encoded word would be read as one."""
    is_short = len(name) + len(text) + 2 <= LINE_MAX
    return is_short and text.isascii() and text.isprintable() and "=?" not in text


def _encoded(text: str, name: str, linesep: str) -> str:
    """Encoded words of at most 75 characters, a line each (RFC 2047).

    By the library's older way: its newer one loses spaces between them, and writes them into addresses.
    """
    return Header(str(text), "utf-8", maxlinelen=LINE_MAX, header_name=name).encode(linesep=linesep)
