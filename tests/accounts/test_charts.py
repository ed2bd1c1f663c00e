"""A QR code's path fills exactly the squares that the library makes dark."""

import re

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from mentorhub.accounts.charts import QUIET, qr_code

URI = "otpauth://totp/MentorHub:amara%40example.org?secret=ABCDEFGH&issuer=MentorHub"


def test_the_path_fills_the_dark_squares() -> None:
    drawn = qr_code(URI)
    dark = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path):
        dark |= {(int(x) + step, int(y)) for step in range(int(width))}
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(URI)
    rows = code.get_matrix()
    assert drawn.side == len(rows)
    assert dark == {
        (x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    }


def test_the_margin_is_quiet() -> None:
    first = re.match(r"M(\d+) (\d+)h", qr_code(URI).path)
    assert first and (int(first[1]), int(first[2])) == (QUIET, QUIET)
