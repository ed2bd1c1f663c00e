"""A text drawn as a QR code: squares for an SVG, without colour or style of their own."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # squares of empty margin, which readers need (ISO/IEC 18004)


@dataclass(frozen=True)
class Squares:
    """An SVG's side in squares, and the path that fills the dark ones."""

    side: int
    path: str


def qr_code(text: str) -> Squares:
    """Draw it, with a quiet margin."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    runs = [
        f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in _runs(row)
    ]
    return Squares(len(rows), "".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark squares begin in a row, and how many follow one another."""
    found: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif is_dark:
            found.append((x, 1))
    return found
