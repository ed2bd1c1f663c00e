"""What becomes of a picture: a small bare square, whatever it was; and what becomes of none."""

import io
import random
import warnings

import pytest
from PIL import Image

from mentorhub.accounts.rules.profiles import (
    PHOTO_BYTES_MAX,
    PHOTO_SCANS_MAX,
    PHOTO_SIDE,
    PHOTO_STORED_MAX,
    PhotoTooLarge,
    PhotoTooManyPixels,
    PhotoUnreadable,
)
from mentorhub.accounts.security.photos import SCAN, redrawn
from tests.support import pictures

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    """The same colour to the eye; a picture is written with losses."""
    assert isinstance(found, tuple)
    return all(abs(one - other) < 24 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_small_square(kind: str) -> None:
    stored = redrawn(pictures.plain(kind, (900, 300)))
    assert (stored[:4], stored[8:16]) == (b"RIFF", b"WEBPVP8 ")  # a form that holds no metadata
    assert pictures.opened(stored).size == (PHOTO_SIDE, PHOTO_SIDE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_what_a_camera_writes_is_left(kind: str) -> None:
    sent = pictures.from_a_camera(kind=kind)
    assert b"A camera of ours" in sent
    stored = redrawn(sent)
    left = Image.open(io.BytesIO(stored))
    assert dict(left.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(left.info)
    assert b"camera" not in stored and b"EXIF" not in stored


@pytest.mark.parametrize(
    ("orientation", "red_at"),
    [(1, (20, 128)), (3, (235, 128)), (6, (128, 20)), (8, (128, 235))],
)
def test_a_picture_stands_as_it_was_held(orientation: int, red_at: tuple[int, int]) -> None:
    drawn = pictures.opened(redrawn(pictures.from_a_camera(orientation=orientation)))
    opposite = (255 - red_at[0], 255 - red_at[1])
    assert near(drawn.getpixel(red_at), RED)
    assert near(drawn.getpixel(opposite), BLUE)


def test_what_is_transparent_lies_on_white() -> None:
    picture = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 50, 100))
    drawn = pictures.opened(redrawn(pictures.encoded(picture, "PNG")))
    assert near(drawn.getpixel((40, 128)), RED)
    assert near(drawn.getpixel((220, 128)), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    assert redrawn(pictures.encoded(Image.new(mode, (30, 50)), "PNG"))


def test_print_colours_are_read() -> None:
    assert redrawn(pictures.encoded(Image.new("CMYK", (30, 50)), "JPEG"))


def test_of_an_animation_the_first_picture_is_stored() -> None:
    first, second = Image.new("RGB", (50, 50), "red"), Image.new("RGB", (50, 50), "blue")
    for kind in ("PNG", "WEBP", "MPO"):
        sent = pictures.encoded(first, kind, save_all=True, append_images=[second])
        assert near(pictures.opened(redrawn(sent)).getpixel((128, 128)), RED), kind


def test_a_profile_that_is_none_is_passed_over() -> None:
    picture = Image.new("RGB", (50, 50), "red")
    sent = pictures.encoded(picture, "JPEG", icc_profile=b"no profile at all")
    assert near(pictures.opened(redrawn(sent)).getpixel((128, 128)), RED)


def test_even_noise_stays_small() -> None:
    noise = Image.frombytes("RGB", (256, 256), random.Random(1).randbytes(256 * 256 * 3))
    assert len(redrawn(pictures.encoded(noise, "PNG"))) <= PHOTO_STORED_MAX


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (7_000, 6_000), (5_001, 5_000), (1, 25_000_001)]
)
def test_a_bomb_is_not_unpacked(width: int, height: int) -> None:
    with pytest.raises(PhotoTooManyPixels):
        redrawn(pictures.bomb(width, height))


def test_a_bomb_is_not_unpacked_where_pillows_warnings_are_silenced() -> None:
    with warnings.catch_warnings(action="ignore"), pytest.raises(PhotoTooManyPixels):
        redrawn(pictures.bomb(5_001, 5_000))


def test_a_file_of_too_many_bytes_is_not_looked_into() -> None:
    with pytest.raises(PhotoTooLarge):
        redrawn(pictures.plain() + bytes(PHOTO_BYTES_MAX))


def test_a_jpeg_of_endless_scans_is_not_decoded() -> None:
    with pytest.raises(PhotoUnreadable):
        redrawn(pictures.plain() + SCAN * PHOTO_SCANS_MAX)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        pictures.plain("GIF"),
        pictures.plain("TIFF"),
        pictures.plain("BMP"),
        pictures.plain("ICO"),
        pictures.plain("JPEG")[:-60],
        pictures.plain("PNG")[:-30],
        pictures.plain("WEBP")[:-20],
        pictures.bomb(100_000, 1)[:40],
    ],
    ids=lambda sent: repr(sent[:12]),
)
def test_what_is_no_whole_jpeg_png_or_webp_is_refused(sent: bytes) -> None:
    with pytest.raises(PhotoUnreadable):
        redrawn(sent)


def test_what_hides_behind_a_picture_is_not_stored() -> None:
    hidden = b"<script>alert(1)</script>"
    tagged = pictures.encoded(Image.new("RGB", (50, 50)), "JPEG", comment=hidden)
    assert hidden in tagged
    assert hidden not in redrawn(tagged + hidden)
