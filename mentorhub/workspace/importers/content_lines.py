"""Content lines of vCard (2.1, RFC 2426, RFC 6350) and LDIF (RFC 2849): from bytes to cards, one at a time.

Works on bytes, since each property may have its own charset; decodes a value only when it is asked for. Never raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mentorhub.workspace.importers import card_bounds, charsets
from mentorhub.workspace.importers.content_line import Line, from_base64

_START = re.compile(rb"((?:[\w-]+\.)*)([\w/-]+)[ \t]*([;:])")
# After a soft break that leads nowhere the next property begins; a text rarely does so with one of these, but after a
# line's end of its own it may.
_KNOWN = re.compile(
    rb"(?:item\d+\.)?(?:ADR|AGENT|ANNIVERSARY|BDAY|CATEGORIES|EMAIL|FN|GEO|IMPP|KIND|LABEL|LOGO|N|NICKNAME|NOTE|ORG|"
    rb"PHOTO|PRODID|REV|ROLE|SORT-STRING|SOUND|SOURCE|TEL|TITLE|TZ|UID|URL|VERSION|X-[A-Z-]+)[;:]"
)
_LDIF = re.compile(rb"([A-Za-z][\w.-]*)((?:;[\w-]+)*):([:<]?)[ \t]*")
CARD_MAX = 16_000_000  # bytes: a person with a very big photo
CARD_LINES_MAX = 300_000  # in the file
LINES_MAX = 10_000  # properties of one person
HEAD_MAX = 10_000  # bytes before a value
_QUOTED = re.compile(rb'[^":]*+(?:"[^"]*+"[^":]*+)*+:')
_INDENT = re.compile(rb"^[ \t]+", re.MULTILINE)
_INDENTED = re.compile(rb"^[ \t]{2,}+(?=" + _KNOWN.pattern + rb")", re.MULTILINE)
_MECHANICAL = re.compile(rb"(?<=[^\n]{74})\n[ \t]")  # a fold at 75 octets, wherever that is
_CARET, _CARETS = re.compile(r"\^([n'^])"), {"n": "\n", "'": '"', "^": "^"}
_BLANK, _BLANKS = re.compile(rb"\n[ \t]*\n"), re.compile(rb"[ \t\n]*\n")


@dataclass(slots=True)
class Card:
    """One card's or entry's lines: whether it was there to its end, and whether it is too long to be read.

    `block` is a card as it stands in the file, of one that is not too long.
    """

    lines: list[Line]
    is_whole: bool = True
    is_too_long: bool = False
    block: bytes = b""


def cards(data: bytes) -> Iterator[Card]:
    """Every card of a vCard file, in its order."""
    for block, is_whole in card_bounds.blocks(data):
        if len(block) > CARD_MAX or block.count(b"\n") > CARD_LINES_MAX:
            yield Card([], is_whole, is_too_long=True)
            continue
        raws = islice(_unfolded(_with_margin(block)), LINES_MAX + 1)
        lines = [line for raw in raws if (line := _line(raw))]
        is_too_long = len(lines) > LINES_MAX
        yield Card([] if is_too_long else lines, is_whole, is_too_long, block)


def entries(data: bytes) -> Iterator[Card]:
    """Every entry of an LDIF file: its attributes in `name`, their options in `params`, base64 decoded.

    An attribute that is a reference to another file (`attr:< url`) has no value here: nothing is ever fetched.
    """
    data = data.replace(b"\r", b"")
    start = 0
    while start < len(data):
        end = found.start() if (found := _BLANK.search(data, start)) else len(data)
        block = data[start:end].replace(b"\n ", b"")
        is_too_long = len(block) > CARD_MAX or block.count(b"\n") > LINES_MAX
        lines = (
            [] if is_too_long else [line for raw in block.split(b"\n") if (line := _attribute(raw))]
        )
        if lines or is_too_long:
            yield Card(lines, is_too_long=is_too_long)
        start = len(data)
        if found:
            start = blanks.end() if (blanks := _BLANKS.match(data, found.start())) else found.end()


def _attribute(raw: bytes) -> Line | None:
    begin = _LDIF.match(raw, 0, HEAD_MAX)
    if not begin:
        return None
    value = raw[begin.end() :]
    if begin[3]:
        value = from_base64(value) if begin[3] == b":" else b""
    params = [("OPTION", option.decode("ascii", "replace")) for option in begin[2].split(b";")[1:]]
    return Line(begin[1].decode("ascii", "replace").upper(), value, raw, params=params)


def _with_margin(block: bytes) -> bytes:
    """A card whose lines end in a line feed, without the indent that some write by hand before all or some of them.

    A line is folded with one blank; a property behind several is no more of a text.
    """
    block = block.replace(b"\r\n", b"\n")
    if block.lstrip(b"\n").startswith((b" ", b"\t")):
        return _INDENT.sub(b"", block)
    if b"\n  " in block or b"\n\t\t" in block:
        return _INDENTED.sub(b"", block)
    return block


def _without_folds(block: bytes) -> tuple[bytes, bytes, bool]:
    """A card without folds, what stands in the place of those that are left, and whether any of it is quoted.

    2.1 folds where a blank stands, which stays, unless its writer folded as the later ones do: with a blank put in.
    Only where a soft break meets a blank, each line has to be looked at.
    """
    capitals = block.upper()
    space = b""
    if b"\nVERSION:2.1" in capitals:
        block, space = _MECHANICAL.sub(b"", block), b" "  # which is no harm in base64
    is_quoted = b"QUOTED-PRINTABLE" in capitals
    if not (is_quoted and (b"=\n " in block or b"=\n\t" in block)):
        block = block.replace(b"\n ", space).replace(b"\n\t", space)
    return block, space, is_quoted


def _unfolded(block: bytes) -> Iterator[bytes]:
    """Logical lines of a card. A physical line that can be no property goes on with the one before it."""
    block, space, is_quoted = _without_folds(block)
    parts: list[bytes] = []
    softly: list[int] = []  # which of them came after a soft break
    is_soft = False
    for line in block.split(b"\n"):
        if is_soft and (parts[-1].endswith(b"=0D=0A=") or not _KNOWN.match(line)):
            parts[-1] = parts[-1][:-1]
            softly.append(len(parts))
            parts.append(line)
            is_soft = line.endswith(b"=")
        elif line.startswith((b" ", b"\t")):
            if parts:
                parts += [space, line[1:]]
        elif line and _starts(line, parts):
            if parts:
                yield _joined(parts, softly)
            is_soft = is_quoted and line.endswith(b"=") and b"QUOTED-PRINTABLE" in _head(line)
            parts, softly = [line], []
        elif line and parts:
            head = _head(parts[0])
            parts += [line] if b"BASE64" in head or b"ENCODING=B" in head else [b"\n", line]
    if parts:
        yield _joined(parts, softly)


def _joined(parts: list[bytes], softly: list[int]) -> bytes:
    """Where every line after a soft break begins with a blank, the writer folded too, and they are none of the text."""
    if len(softly) > 1 and all(parts[at].startswith((b" ", b"\t")) for at in softly):
        for at in softly:
            parts[at] = parts[at][1:]
    return b"".join(parts)


def _starts(line: bytes, parts: list[bytes]) -> bool:
    """Whether a property begins here. In a note that was written without folding, "Met at: noon" does not."""
    begin = _START.match(line, 0, HEAD_MAX)
    if not begin:
        return False
    if begin[3] == b";" and b":" not in line:  # its parameters go on in the next line
        return bool(_KNOWN.match(line.upper()))
    is_in_note = bool(parts) and parts[0][:5].upper() in {b"NOTE:", b"NOTE;"}
    if not is_in_note or begin[1] or begin[2].isupper() or b"-" in begin[2]:
        return True
    return begin[2].islower() and bool(_KNOWN.match(line.upper()))


def _head(line: bytes) -> bytes:
    return line[:HEAD_MAX].split(b":", 1)[0].upper()


def _line(raw: bytes) -> Line | None:
    """The parts of a logical line, which is known to begin like one."""
    at = raw.find(b":")
    if b'"' in raw[:at]:
        at = _colon_outside_quotes(raw) or at
    if not 0 < at < HEAD_MAX:
        return None
    name, has_params, params = raw[:at].partition(b";")
    group, _dot, plain = name.decode("ascii", "replace").rpartition(".")
    return Line(
        plain.strip().upper(),
        raw[at + 1 :],
        raw,
        group.casefold(),
        _params(params) if has_params else [],
    )


def _colon_outside_quotes(raw: bytes) -> int:
    """Where the value begins behind quoted parameters; 0 where the quotes do not end."""
    found = _QUOTED.match(raw, 0, HEAD_MAX)
    return found.end() - 1 if found else 0


def _params(head: bytes) -> list[tuple[str, str]]:
    """ "TYPE=HOME;PREF" as pairs; what has no name is a TYPE, as 2.1 writes it."""
    text = charsets.text(head)
    found = []
    for word in re.findall(r'(?:[^;"]|"[^"]*"|")+', text) if '"' in text else text.split(";"):
        name, is_named, value = word.partition("=")
        if not is_named:
            name, value = "TYPE", name
        elif '"' in value or "^" in value:  # RFC 6868
            value = _CARET.sub(lambda found: _CARETS[found[1]], value.replace('"', ""))
        found.append((name.strip().upper(), value.strip()))
    return found
