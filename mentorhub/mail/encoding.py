"""How a message is written on the wire: seven bits, short lines, encoded words only where they are allowed.

A server need not accept more (RFC 5321), and what a later one encodes again breaks its DKIM signature.
"""

import base64
import binascii
from email.header import Header
from email.headerregistry import Address
from email.utils import quote

LINE_MAX = 76  # of an encoded body (RFC 2045) and of a line with an encoded word (RFC 2047)
_EOL = "\r\n"
_SPECIALS = frozenset('()<>[]:;@\\,."')  # what stands in a name only between quotation marks
# In neither encoding of a body: quoted-printable's "=" begins two digits or ends a line, base64's ends the text.
_BOUNDARY = "=_alternatives"
_HEAD = f'MIME-Version: 1.0{_EOL}Content-Type: multipart/alternative; boundary="{_BOUNDARY}"{_EOL}'


def words(name: str, text: str) -> str:
    """A header of words, with its line's end; encoded where it has to be, so that it is read back as it is."""
    return f"{name}: {text if _is_plain(text, name) else _encoded(text, name)}{_EOL}"


def verbatim(name: str, value: str) -> str:
    """A header that does its work only unbroken and as it is. Raises `ValueError` for what begins another line."""
    if not (value.isascii() and value.isprintable()):
        raise ValueError("a header is one line of ASCII")
    return f"{name}: {value}{_EOL}"


def mailbox(name: str, address: Address, *, utf8: bool = False) -> str:
    """A header of one address, with a name or without. Raises `ValueError` for one beyond ASCII without `utf8`.

    With `utf8` addresses stand as they are (RFC 6532), words do not.
    """
    spec, called = address.addr_spec, address.display_name
    if not (utf8 or spec.isascii()):
        raise ValueError("an address beyond ASCII needs a server that takes such")
    if not called:
        return f"{name}: {spec}{_EOL}"
    shown = f'"{quote(called)}"' if _SPECIALS.intersection(called) else called
    if not _is_plain(shown, name):
        shown = _encoded(called, name)
    # The address stands on a line of its own wherever it might not fit beside the name.
    is_long = len(name) + len(shown) + len(spec) + 5 > LINE_MAX
    return f"{name}: {shown}{_EOL if is_long else ''} <{spec}>{_EOL}"


def alternatives(plain: str, html: str) -> str:
    """The rest of a message: two bodies of which a reader is shown one (RFC 2046 section 5.1.4), and their headers."""
    parts = _part("plain", plain), _part("html", html)
    between = f"--{_BOUNDARY}"
    lines = [_HEAD, *(f"{between}{_EOL}{part}" for part in parts), f"{between}--", ""]
    return _EOL.join(lines)


def _part(subtype: str, text: str) -> str:
    """One body: quoted-printable, or base64 where that is shorter."""
    octets = b"\r\n".join([*text.encode().splitlines(), b""])
    way, body = "quoted-printable", binascii.b2a_qp(octets)
    based = base64.encodebytes(octets).replace(b"\n", b"\r\n")
    if len(based) < len(body):
        way, body = "base64", based
    kind = f'Content-Type: text/{subtype}; charset="utf-8"'
    return _EOL.join([kind, f"Content-Transfer-Encoding: {way}", "", body.decode("ascii")])


def _is_plain(text: str, name: str) -> bool:
    """Whether a text fits as it is; what looks like an encoded word would be read as one."""
    is_short = len(name) + len(text) + 2 <= LINE_MAX
    return is_short and text.isascii() and text.isprintable() and "=?" not in text


def _encoded(text: str, name: str) -> str:
    """Encoded words of at most 75 characters, a line each (RFC 2047).

    By the standard library's older way: its newer one loses spaces between them, and writes them into addresses.
    """
    return Header(text, "utf-8", maxlinelen=LINE_MAX, header_name=name).encode(linesep=_EOL)
