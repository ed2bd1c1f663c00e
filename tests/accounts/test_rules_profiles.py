"""Zones on offer, and what a photo may be."""

import pytest

from mentorhub.accounts.rules import profiles
from mentorhub.accounts.rules.profiles import (
    PHOTO_BYTES_MAX,
    PhotoTooLarge,
    PhotoTooManyPixels,
    is_zone,
    refuse_large_photo,
    refuse_many_pixels,
)


def test_zones_are_grouped_by_continent_and_each_is_one() -> None:
    zones = profiles.zones()
    assert zones[""] == ("UTC",)
    assert {"Europe/Oslo", "Europe/London"} <= set(zones["Europe"])
    assert "America/Argentina/Buenos_Aires" in zones["America"]
    assert all(is_zone(name) for names in zones.values() for name in names)
    assert not {"US", "Etc", "SystemV"} & set(zones)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "europe/oslo "])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert not is_zone(name)


def test_a_photo_has_its_limits() -> None:
    refuse_large_photo(PHOTO_BYTES_MAX)
    refuse_many_pixels(5_000, 5_000)
    with pytest.raises(PhotoTooLarge):
        refuse_large_photo(PHOTO_BYTES_MAX + 1)
    with pytest.raises(PhotoTooManyPixels):
        refuse_many_pixels(25_000_001, 1)
