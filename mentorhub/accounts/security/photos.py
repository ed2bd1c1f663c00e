"""Redrawing pictures: whatever is sent, what is stored has its size and no metadata. The only opener of files."""

import io
import threading
import warnings

from PIL import Image, ImageCms, ImageOps

from mentorhub.accounts.rules.profiles import (
    PHOTO_BYTES_MAX,
    PHOTO_PIXELS_MAX,
    PHOTO_SCANS_MAX,
    PHOTO_SIDE,
    PhotoRefused,
    PhotoTooManyPixels,
    PhotoUnreadable,
    refuse_large_photo,
    refuse_many_pixels,
)

FORMATS = ("JPEG", "PNG", "WEBP")
SCAN = b"\xff\xda"  # begins each scan of a JPEG; within a scan's data it is written otherwise
ORIENTATION, LYING = 0x0112, {5, 6, 7, 8}  # EXIF's tag, and its values for a camera held sideways
PAPER = (255, 255, 255)  # behind what is transparent
QUALITY = 82

# Pillow warns of a picture with more pixels than this, and goes on; here it stops.
Image.MAX_IMAGE_PIXELS = PHOTO_PIXELS_MAX
warnings.simplefilter("error", Image.DecompressionBombWarning)

_turn = threading.Lock()  # 25 million pixels take some 100 MB while they are decoded


def redrawn(file: bytes, *, bytes_max: int = PHOTO_BYTES_MAX) -> bytes:
    """The middle of a JPEG, PNG or WebP picture as a WebP square of `rules.PHOTO_SIDE` pixels, upright and in sRGB.

    Of an animation, its first picture. Nothing else of the file is left: no metadata, no profile, no hidden data. Slow:
    call it before a transaction. Raises `rules.PhotoRefused`, by kind.
    """
    return _encoded(cut(file, size=(PHOTO_SIDE, PHOTO_SIDE), bytes_max=bytes_max))


def as_jpeg(drawn: bytes) -> bytes:
    """What `redrawn` made, as a JPEG, which address books of all phones show."""
    written = io.BytesIO()
    with _turn, Image.open(io.BytesIO(drawn), formats=("WEBP",)) as square:
        square.convert("RGB").save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def cut(file: bytes, *, size: tuple[int, int], bytes_max: int) -> Image.Image:
    """The middle of such a picture, `size` (width, height) in pixels, upright, in sRGB; a new one of the pixels alone.

    Slow, and raises, as `redrawn`; `bytes_max` is how large the file may be.
    """
    refuse_large_photo(len(file), bytes_max=bytes_max)
    if file.count(SCAN) > PHOTO_SCANS_MAX:
        raise PhotoUnreadable  # each decodes all pixels, for hardly a byte
    with _turn:
        try:
            drawn = _cut(file, size)
            return Image.frombytes("RGB", drawn.size, drawn.tobytes())
        except PhotoRefused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PhotoTooManyPixels from error
        except Exception as error:  # what a decoder raises for crafted bytes is any of a dozen
            raise PhotoUnreadable from error


def _cut(file: bytes, size: tuple[int, int]) -> Image.Image:
    with Image.open(io.BytesIO(file), formats=FORMATS) as picture:
        refuse_many_pixels(*picture.size)
        lies = picture.getexif().get(ORIENTATION) in LYING
        wanted = (size[1], size[0]) if lies else size
        # A JPEG is decoded no larger than it is needed.
        picture.draft("RGB", (2 * wanted[0], 2 * wanted[1]))
        profile = picture.info.get("icc_profile")
        is_plain = picture.mode == "RGB"
        drawn = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        upright = ImageOps.exif_transpose(ImageOps.fit(drawn, wanted))
    if upright.mode == "RGBA":
        paper = Image.new("RGB", upright.size, PAPER)
        paper.paste(upright, mask=upright.getchannel("A"))
        return paper
    return _in_srgb(upright, profile) if is_plain and profile else upright


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Its colours as a browser without the profile shows them; a profile that says nothing sensible is passed over."""
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture
    assert converted is not None  # only None when changed in place
    return converted


def _encoded(square: Image.Image) -> bytes:
    encoded = io.BytesIO()
    square.save(encoded, "WEBP", quality=QUALITY, method=4)
    return encoded.getvalue()
