"""The demo's second mentor: signed up, described, and half-way to her first programme."""

import pytest
from flask import Flask

from mentorhub.accounts.queries.practices import owned_profiles
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.demo.practices import user_id
from mentorhub.demo.stories.nadia import NADIA
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.queries.programs import program_page
from mentorhub.programs.queries.setup import setup
from mentorhub.programs.rules.setup import Step, missing_fields

pytestmark = pytest.mark.database


def test_she_stands_in_the_middle_of_the_guided_list(in_demo: Flask) -> None:
    found = setup("", viewer=USER(user_id(NADIA.email)), now=clock.now())
    assert {"title", "promise", "summary", "introduction"} <= found.there[Step.PROGRAM]
    assert {"offer", "seats", "prices", "terms"} <= set(missing_fields(found.there))
    assert found.practice.stripe_state == StripeState.NONE


def test_her_practice_says_who_and_where_she_is(in_demo: Flask) -> None:
    (practice,) = owned_profiles(viewer=USER(user_id(NADIA.email)))
    assert (practice.place_name, practice.currency, practice.timezone) == (
        "Leeds",
        "gbp",
        "Europe/London",
    )
    assert practice.about_md == NADIA.about_md


def test_nothing_of_it_is_public(in_demo: Flask) -> None:
    assert not setup("", viewer=USER(user_id(NADIA.email)), now=clock.now()).is_public
    with pytest.raises(NotFound):
        program_page(NADIA.offer.slug, viewer=PUBLIC, now=clock.now())
