"""The picture that stands beside a link to a programme: drawn from its words, or cut from one that was sent."""

import io
import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

from mentorhub.accounts.security.photos import cut
from mentorhub.programs.rules.images import IMAGE_BYTES_MAX, IMAGE_SIZE

FONTS = Path(__file__).parents[1] / "static" / "fonts"
VOICE, WORK = "brygada-1918-latin-wght-normal.woff2", "hanken-grotesk-latin-wght-normal.woff2"
# What neither of those two holds: Greek, Cyrillic, Hebrew, Arabic. What this lacks is left out.
OTHER_SCRIPTS = "dejavu-sans-scripts.woff2"
NO_CHARACTER = "\U0010ffff"
PAPER, INK, SOFT, SAFFRON, FEINT = "#fcfaf6", "#222b3b", "#596273", "#f0b13a", "#d5dce6"
MARGIN, TEXT_WIDTH, PROMISE_TOP, BASELINE = 84, 690, 149, 540
PROMISE_SIZES, PROMISE_HEIGHT = (
    (76, 68, 60, 52, 44, 38),
    330,
)  # pixels; the first that fits is taken
LINE = 1.16  # of the size
COLOURS = 256  # a photo's, so that those who fetch it for a message take it

_turn = threading.Lock()  # a font is one object of FreeType's, for one thread at a time


def redrawn(file: bytes) -> bytes:
    """A picture that was sent, as a PNG of `IMAGE_SIZE` without metadata. Slow. Raises `PhotoRefused`, by kind."""
    picture = cut(file, size=IMAGE_SIZE, bytes_max=IMAGE_BYTES_MAX)
    return _encoded(picture.quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG))


@lru_cache(maxsize=100)
def drawn(*, title: str, promise: str, mentor: str) -> bytes:
    """The words of a programme as a PNG of `IMAGE_SIZE`; begun at the right where they are written so. Kept."""
    with _turn:
        picture = Image.new("RGB", IMAGE_SIZE, PAPER)
        sheet = _Sheet(ImageDraw.Draw(picture), is_rtl=reads_from_right(promise or title))
        sheet.draw_rings()
        if promise:
            sheet.write_line(title, _Style(WORK, 34, SOFT), top=MARGIN)
        sheet.write_promise(promise or title, top=PROMISE_TOP if promise else MARGIN)
        sheet.write_line(mentor, _Style(WORK, 36, INK), top=BASELINE - 44)
        sheet.write_line("MentorHub", _Style(VOICE, 30, SOFT), top=BASELINE + 16)
        return _encoded(picture.quantize(64))


def reads_from_right(text: str) -> bool:
    """Whether its first character with a direction is of a script written from right to left (Unicode's rule P2)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def shown(text: str, *, font: str) -> tuple[str, str]:
    """(the text without what cannot be drawn, the file of the font that draws it): this font, else that of all scripts.

    Where characters of a right-to-left script could not be put in order, for want of a library, they are left out, too.
    """
    for name in (font, OTHER_SCRIPTS):
        if all(_has(name, character) for character in text):
            return text, name
    is_ordered = features.check("raqm")
    kept = [
        one
        for one in text
        if _has(OTHER_SCRIPTS, one)
        and (is_ordered or unicodedata.bidirectional(one) not in {"R", "AL"})
    ]
    return " ".join("".join(kept).split()), OTHER_SCRIPTS


class _Style(NamedTuple):
    """A font's file, its size in pixels, a colour."""

    font: str
    size: int
    colour: str


class _Sheet:
    """Where text begins at the left, or at the right and its drawing is at the left."""

    def __init__(self, pen: ImageDraw.ImageDraw, *, is_rtl: bool) -> None:
        self._pen, self._is_rtl = pen, is_rtl

    def write_line(self, text: str, style: _Style, *, top: int, is_cut: bool = False) -> None:
        """One line; `is_cut`: dots say that there is more."""
        text, name = shown(text, font=style.font)
        drawn_in = _font(name, style.size)
        at = (IMAGE_SIZE[0] - MARGIN if self._is_rtl else MARGIN, top)
        self._pen.text(
            at,
            _shortened(text, drawn_in, has_more=is_cut),
            fill=style.colour,
            font=drawn_in,
            anchor="ra" if self._is_rtl else "la",
            direction="rtl" if self._is_rtl and features.check("raqm") else None,
        )

    def write_promise(self, text: str, *, top: int) -> None:
        """As large as it fits."""
        text, name = shown(text, font=VOICE)
        for size in PROMISE_SIZES:
            lines, most = _lines(text, _font(name, size)), int(PROMISE_HEIGHT / (size * LINE))
            if len(lines) <= most:
                break
        style = _Style(VOICE, size, INK)
        for number, line in enumerate(lines[:most]):
            is_cut = number + 1 == most < len(lines)
            self.write_line(line, style, top=top + round(number * size * LINE), is_cut=is_cut)

    def draw_rings(self) -> None:
        """Circles of closeness, and somebody on the way to the middle, on the side where no text begins."""
        side = -1 if self._is_rtl else 1
        x, y = (165 if self._is_rtl else IMAGE_SIZE[0] - 165), IMAGE_SIZE[1] // 2
        for radius in (270, 195, 120, 48):
            self._pen.circle((x, y), radius, outline=FEINT, width=3)
        self._pen.circle((x, y), 13, fill=INK)
        for distance, radius in ((195, 10), (120, 14), (48, 19)):
            at = (x - side * round(distance * 0.8), y - round(distance * 0.6))
            self._pen.circle(at, radius, fill=SAFFRON, outline=PAPER, width=3)


def _lines(text: str, drawn_in: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and drawn_in.getlength(longer) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(text: str, drawn_in: ImageFont.FreeTypeFont, *, has_more: bool) -> str:
    end = "…" if has_more else ""
    while text and drawn_in.getlength(text + end) > TEXT_WIDTH:
        text, end = text[:-1].rstrip(), "…"
    return text + end


@lru_cache(maxsize=40)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(FONTS / name, size)
    if name == VOICE:
        found.set_variation_by_axes([550])
    return found


@lru_cache(maxsize=10_000)
def _has(name: str, character: str) -> bool:
    """Whether this font draws the character: otherwise it draws what it draws for none."""
    if character.isspace() or unicodedata.category(character) in {"Cf", "Mn"}:
        return True
    drawn_in = _font(name, 40)
    return bytes(drawn_in.getmask(character)) != bytes(drawn_in.getmask(NO_CHARACTER))


def _encoded(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
