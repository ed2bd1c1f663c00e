"""Pictures that tests send: good ones of each kind, and ones that nobody should send."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

NORTH, NORTH_EAST = 59.0, 10.0
_GPS, _ORIENTATION, _MAKER = 0x8825, 0x0112, 0x010F


def encoded(picture: Image.Image, kind: str, **how: Any) -> bytes:
    """As a file of this kind."""
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def opened(file: bytes) -> Image.Image:
    """What a browser would see of it."""
    return Image.open(io.BytesIO(file)).convert("RGB")


def plain(kind: str = "JPEG", size: tuple[int, int] = (60, 40), colour: str = "teal") -> bytes:
    """One colour."""
    return encoded(Image.new("RGB", size, colour), kind)


def from_a_camera(*, orientation: int = 1, kind: str = "JPEG") -> bytes:
    """Red on its left and blue on its right, with a place, a maker and a way to hold it."""
    picture = Image.new("RGB", (400, 300), "red")
    picture.paste("blue", (200, 0, 400, 300))
    tags = Image.Exif()
    tags[_ORIENTATION], tags[_MAKER] = orientation, "A camera of ours"
    tags[_GPS] = {1: "N", 2: (NORTH, 54.0, 0.0), 3: "E", 4: (NORTH_EAST, 45.0, 0.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(picture, kind, exif=tags, icc_profile=profile)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of some hundred bytes that says it has this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(5000))), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
