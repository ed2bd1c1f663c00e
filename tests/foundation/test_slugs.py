"""Addresses' readable parts: made of any name, refused where they cannot be one, free ones found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.foundation.slugs import (
    RESERVED,
    SLUG_MAX,
    SlugMisshapen,
    SlugReserved,
    free_slug,
    refuse_misshapen_slug,
    refuse_reserved_slug,
    slug_from,
    stem,
)


@pytest.mark.parametrize(
    "slug", ["", "-x", "Power", "two words", "ærlig", "a/b", "nul\x00", "x\n", "x" * 81]
)
def test_an_address_is_plain_lower_case(slug: str) -> None:
    with pytest.raises(SlugMisshapen):
        refuse_misshapen_slug(slug)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Power Networking, 2026", "power-networking-2026"),
        ("Bjørn Åsæ & Co.", "bjorn-asae-co"),
        ("Straße Łódź", "strasse-lodz"),
        ("Практика Ирины", "praktika-iriny"),
        ("!?", ""),
        ("x" * 300, "x" * 80),
    ],
)
def test_an_address_is_made_of_a_name_in_latin_script(name: str, slug: str) -> None:
    assert slug_from(name) == slug


@given(st.text())
def test_an_address_made_of_a_name_is_never_refused(name: str) -> None:
    slug = slug_from(name)
    if slug:
        refuse_misshapen_slug(slug)


@pytest.mark.parametrize("slug", ["new", "setup", "admin", "api", "www", "support"])
def test_what_the_app_means_itself_is_reserved(slug: str) -> None:
    with pytest.raises(SlugReserved):
        refuse_reserved_slug(slug)


def test_every_reserved_one_could_be_asked_for() -> None:
    for slug in RESERVED:
        refuse_misshapen_slug(slug)


def test_a_free_one_is_found_beside_those_that_are_taken() -> None:
    assert free_slug("ines", taken=()) == "ines"
    assert free_slug("ines", taken={"ines"}) == "ines-2"
    assert free_slug("ines", taken={"ines", "ines-2", "ines-4"}) == "ines-3"
    assert free_slug("new", taken=()) == "new-2"


@given(st.integers(1, SLUG_MAX), st.integers(0, 1200))
def test_a_free_one_can_always_be_an_address(length: int, others: int) -> None:
    wanted = "x" * length
    taken = {wanted, *(f"{stem(wanted)}-{number}" for number in range(2, others))}
    slug = free_slug(wanted, taken=taken)
    refuse_misshapen_slug(slug)
    assert slug not in taken
