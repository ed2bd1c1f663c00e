"""Where the cards of a vCard file begin and end, cards inside cards (AGENT) and ends that are missing included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Files that were put together one after the other leave a byte order mark before a beginning, or what became of one.
_MARKER = re.compile(
    rb"^[^\x20-\x7e\n]{0,8}(?:[\w-]+\.)?(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
_INDENTED = re.compile(rb"^[ \t]+BEGIN[ \t]*:[ \t]*VCARD[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_JOINED = re.compile(rb"^(END:VCARD)(?=(?:\xef\xbb\xbf)?BEGIN:VCARD)", re.IGNORECASE | re.MULTILINE)
_AGENT = re.compile(rb"(?:^|[\n.])AGENT[^:\n]*:\s*$", re.IGNORECASE)
_AGENT_MAX = 200  # bytes before a card inside another
_NAMED = re.compile(rb"^(?:FN|N)[;:]", re.IGNORECASE | re.MULTILINE)
_INNER_MAX, _DEPTH_MAX = 100, 10  # cards inside one, and inside each other
_END = b"END:VCARD"


@dataclass(slots=True)
class _Open:
    """A card that has begun; `holes` are beginnings and ends of cards inside it, by turns."""

    start: int
    holes: list[int] = field(default_factory=list)
    depth: int = 0

    def holds(self, data: bytes, at: int) -> bool:
        """Whether the card that begins at `at` belongs inside this one."""
        if self.depth > _DEPTH_MAX or len(self.holes) > 2 * _INNER_MAX:
            return False
        return bool(_AGENT.search(data, max(self.start, at - _AGENT_MAX), at))

    def go_in(self, at: int) -> None:
        """A card inside begins."""
        self.depth += 1
        if self.depth == 1:
            self.holes.append(at)

    def go_out(self, at: int) -> None:
        """It has ended."""
        self.depth -= 1
        if not self.depth:
            self.holes.append(at)

    def cut(self, data: bytes, end: int) -> bytes:
        """What stands in it, without the cards inside."""
        bounds = [self.start, *self.holes, end]
        return b"\n".join(data[bounds[at] : bounds[at + 1]] for at in range(0, len(bounds) - 1, 2))


def blocks(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """What stands between the beginning and the end of each card, and whether it is all of it.

    Lines end in a line feed. What stands between cards is left out. A card whose end is missing ends where the next
    begins; one whose beginning is missing counts if it holds a name.
    """
    data = _with_lines_of_their_own(data)
    card: _Open | None = None
    before = 0
    for marker in _MARKER.finditer(data):
        at, after = marker.span()
        if marker[1][:1] in {b"B", b"b"}:
            if card and card.holds(data, at):
                card.go_in(at)
            else:
                if card:
                    yield card.cut(data, at), True
                card = _Open(after)
        elif card is None:
            if _NAMED.search(data, before, at):
                yield data[before:at], True
        elif card.depth:
            card.go_out(after)
        else:
            yield card.cut(data, at), True
            card = None
        before = after
    if card:
        yield _unended(card.cut(data, len(data)))


def _with_lines_of_their_own(data: bytes) -> bytes:
    """Beginnings and ends at the beginning of a line, where files were joined without a line end, or indented."""
    if any(joined in data for joined in (b"VCARDBEGIN", b"vcardbegin", b"VCARD\xef\xbb\xbfBEGIN")):
        data = _JOINED.sub(rb"\1\n", data)
    if not _MARKER.search(data) and _INDENTED.search(data):
        data = re.sub(rb"(?m)^[ \t]+", b"", data)
    return data


def _unended(rest: bytes) -> tuple[bytes, bool]:
    """The last card of a file that ends without its end: whole if only that is missing, and no line stops midway."""
    lines = rest.rstrip().rsplit(b"\n", 1)
    last = lines[-1].strip().upper()
    if len(lines) > 1 and last and _END.startswith(last):
        return lines[0], True
    return rest, rest.endswith(b"\n")
