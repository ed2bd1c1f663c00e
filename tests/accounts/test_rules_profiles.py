"""Zones on offer, and what a photo may be."""

import pytest

from mentorhub.accounts import rules


def test_zones_are_grouped_by_continent_and_each_is_one() -> None:
    zones = rules.zones()
    assert zones[""] == ("UTC",)
    assert {"Europe/Oslo", "Europe/London"} <= set(zones["Europe"])
    assert "America/Argentina/Buenos_Aires" in zones["America"]
    assert all(rules.is_zone(name) for names in zones.values() for name in names)
    assert not {"US", "Etc", "SystemV"} & set(zones)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "europe/oslo "])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert not rules.is_zone(name)


def test_a_photo_has_its_limits() -> None:
    rules.refuse_large_photo(rules.PHOTO_BYTES_MAX)
    rules.refuse_many_pixels(5_000, 5_000)
    with pytest.raises(rules.PhotoTooLarge):
        rules.refuse_large_photo(rules.PHOTO_BYTES_MAX + 1)
    with pytest.raises(rules.PhotoTooManyPixels):
        rules.refuse_many_pixels(25_000_001, 1)
