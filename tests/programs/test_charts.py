"""The picture beside links: drawn of any words, from the right where they are; of a sent one only pixels stay."""

import pytest
from PIL import Image, features

from mentorhub.accounts.rules.profiles import PhotoRefused, PhotoTooLarge, PhotoTooManyPixels
from mentorhub.programs import charts
from mentorhub.programs.rules.images import IMAGE_BYTES_MAX, IMAGE_SIZE, IMAGE_STORED_MAX
from tests.support import pictures

ARABIC, HEBREW = "علاقات تدوم مدى الحياة", "קשרים שנשארים"
WHITE_SPACE = 80  # pixels at each side that no text enters


def _drawn(**words: str) -> Image.Image:
    given = {"title": "", "promise": "", "mentor": "", **words}
    file = charts.drawn(**given)
    assert file.startswith(b"\x89PNG") and len(file) < 100_000
    picture = pictures.opened(file)
    assert picture.size == IMAGE_SIZE
    return picture


def _inked(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are as dark as the promise."""
    return sum(picture.crop(box).convert("L").histogram()[:90])


LEFT, RIGHT = (WHITE_SPACE, 140, 560, 480), (640, 140, 1200 - WHITE_SPACE, 480)


def test_the_words_begin_at_the_left_and_where_they_are_written_so_at_the_right() -> None:
    assert features.check("raqm"), (
        "Pillow's library for scripts that are joined or run from the right"
    )
    latin = _drawn(title="A programme", promise="Relationships that last for years", mentor="Ines")
    assert _inked(latin, LEFT) > 3 * _inked(latin, RIGHT)
    for promise in (ARABIC, HEBREW, f"{HEBREW} MentorHub 2026"):
        picture = _drawn(title="A programme", promise=promise, mentor="Ines")
        assert _inked(picture, RIGHT) > 3 * _inked(picture, LEFT), promise


def test_what_is_joined_is_drawn_joined() -> None:
    apart = " ".join(ARABIC.split(maxsplit=1)[0])
    assert _drawn(promise=ARABIC.split(maxsplit=1)[0]).tobytes() != _drawn(promise=apart).tobytes()


@pytest.mark.parametrize(
    ("text", "is_rtl"),
    [
        ("Latin עברית", False),
        ("עברית Latin", True),
        ("2026 سنة", True),
        ("", False),
        ("123!", False),
    ],
)
def test_the_first_character_with_a_direction_says_where_a_text_begins(
    text: str, is_rtl: bool
) -> None:
    assert charts.reads_from_right(text) is is_rtl


@pytest.mark.parametrize(
    ("text", "kept", "font"),
    [
        ("Żółć and Siobhán", "Żółć and Siobhán", charts.VOICE),
        ("Отношения", "Отношения", charts.OTHER_SCRIPTS),
        (ARABIC, ARABIC, charts.OTHER_SCRIPTS),
        ("人脈 Networking \U0001f680", "Networking", charts.OTHER_SCRIPTS),
        ("人脈", "", charts.OTHER_SCRIPTS),
    ],
)
def test_what_no_font_holds_is_left_out(text: str, kept: str, font: str) -> None:
    assert charts.shown(text, font=charts.VOICE) == (kept, font)


def test_without_the_library_nothing_is_put_in_a_wrong_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(features, "check", lambda _name: False)
    assert charts.shown(f"{HEBREW} 人", font=charts.VOICE)[0] == ""


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"title": "x" * 160, "promise": "Word " * 60, "mentor": "m" * 200},
        {"promise": "y" * 300},
        {"promise": ARABIC * 12, "mentor": HEBREW * 9},
        {"title": "人", "promise": "脈", "mentor": "山田"},
    ],
)
def test_any_words_leave_the_margin_free(words: dict[str, str]) -> None:
    picture = _drawn(**words)
    width, height = IMAGE_SIZE
    assert _inked(picture, (0, 0, WHITE_SPACE, height)) == 0
    assert _inked(picture, (width - WHITE_SPACE, 0, width, height)) == 0


def test_a_picture_that_was_sent_is_cut_upright_and_keeps_nothing_else() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        file = charts.redrawn(pictures.from_a_camera(kind=kind, orientation=6))
        assert len(file) <= IMAGE_STORED_MAX
        assert b"A camera of ours" not in file and b"exif" not in file.lower()
        picture = pictures.opened(file)
        assert picture.size == IMAGE_SIZE
        top, bottom = picture.getpixel((600, 60)), picture.getpixel((600, 570))
        assert isinstance(top, tuple) and isinstance(bottom, tuple)
        assert (
            top[0] > 200 > top[2] and bottom[2] > 200 > bottom[0]
        )  # red above blue: it was turned


def test_the_worst_photo_fits_the_table() -> None:
    noise = Image.effect_noise((1600, 1000), 120).convert("RGB")
    assert len(charts.redrawn(pictures.encoded(noise, "JPEG", quality=95))) <= IMAGE_STORED_MAX


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (b"\xff\xd8" + bytes(IMAGE_BYTES_MAX), PhotoTooLarge),
        (pictures.bomb(), PhotoTooManyPixels),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", PhotoRefused),
        (b"GIF89a", PhotoRefused),
        (b"", PhotoRefused),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(
    file: bytes, refusal: type[PhotoRefused]
) -> None:
    with pytest.raises(refusal):
        charts.redrawn(file)
