"""Opening practices: addresses of their own, a limit, the same form twice, currencies; a changed address redirects."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions import slugs
from mentorhub.accounts.actions.practices import change_practice, create_practice, ensure_practice
from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.accounts.rules.practices import (
    OWN_PAGES,
    PRACTICES_MAX,
    CurrencyNotTaken,
    NameUnaddressed,
    TooManyPractices,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.slugs import RESERVED, SlugMisshapen, SlugReserved, SlugTaken
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from tests.support import factories

pytestmark = pytest.mark.database


def opened(owner_id: int, **fields: Any) -> Practice:
    """A practice with usual values."""
    usual = {"name": "Ines Halvorsen", "email": "ines@example.org", "owner_id": owner_id}
    practice_id = create_practice(**{**usual, **fields})
    db.session.rollback()
    return db.session.get_one(Practice, practice_id)


def addresses(practice_id: int) -> set[str]:
    """Every address that leads to it."""
    db.session.rollback()
    of_it = select(PracticeSlug.slug).where(PracticeSlug.practice_id == practice_id)
    return set(db.session.scalars(of_it))


def changed(practice_id: int, owner_id: int, *, seen: str | None = None, **fields: Any) -> None:
    """Its profile, with these fields otherwise."""
    db.session.rollback()
    row = db.session.get_one(Practice, practice_id)
    names = "name slug about_md place_name email timezone currency locale".split()
    stored = {name: getattr(row, name) for name in names}
    change_practice(
        practice_id,
        viewer=USER(owner_id),
        seen=version_of(stored) if seen is None else seen,
        **{**stored, **fields},
    )


def test_a_practice_gets_an_address_made_of_its_name(in_app: Flask) -> None:
    owner = factories.user("ines@example.org")
    practice = opened(owner, currency="nok", timezone="Europe/Oslo", locale="en_IE")
    assert (practice.slug, practice.currency) == ("ines-halvorsen", "nok")
    assert (practice.timezone, practice.locale, practice.about_md) == ("Europe/Oslo", "en_IE", "")
    assert addresses(practice.id) == {"ines-halvorsen"}


def test_the_same_name_of_somebody_else_gets_another_address(in_app: Flask) -> None:
    first, second = factories.user("a@example.org"), factories.user("b@example.org")
    assert opened(first).slug == "ines-halvorsen"
    assert opened(second).slug == "ines-halvorsen-2"


def test_the_same_form_twice_makes_one_practice(in_app: Flask) -> None:
    owner = factories.user("ines@example.org")
    first = opened(owner, slug="ines").id
    assert opened(owner, slug="ines").id == first
    with clock.moved(dt.timedelta(minutes=11)), pytest.raises(SlugTaken) as refused:
        opened(owner, slug="ines")
    assert refused.value.suggestion == "ines-2"


@pytest.mark.parametrize("slug", ["new", "setup", "admin", "api"])
def test_an_address_of_ours_is_refused_with_one_that_is_free(in_app: Flask, slug: str) -> None:
    owner = factories.user("ines@example.org")
    with pytest.raises(SlugReserved) as refused:
        opened(owner, slug=slug)
    assert refused.value.suggestion == f"{slug}-2"
    assert opened(owner, name=slug.title()).slug == f"{slug}-2"


def test_the_pages_beside_a_practices_are_reserved() -> None:
    assert OWN_PAGES <= RESERVED


def test_the_database_forbids_the_address_of_a_page_of_ours(in_app: Flask) -> None:
    practice = opened(factories.user("ines@example.org"))
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.add(PracticeSlug(slug="new", practice_id=practice.id, since=clock.now()))


def test_an_address_taken_a_moment_ago_is_refused_with_one_that_is_free(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both asked while it was free: the database lets the first one have it."""
    first, second = factories.user("a@example.org"), factories.user("b@example.org")
    opened(first, slug="ines")
    other = opened(second, slug="halvorsen").id
    monkeypatch.setattr(slugs, "own_slug", lambda *_asked, wanted: wanted)
    with pytest.raises(SlugTaken) as refused:
        opened(second, name="Another", slug="ines")
    assert refused.value.suggestion == "ines-2"
    with pytest.raises(SlugTaken) as refused:
        changed(other, second, slug="ines")
    assert refused.value.suggestion == "ines-2"
    assert addresses(other) == {"halvorsen"}


def test_an_address_that_was_given_up_stays_taken(in_app: Flask) -> None:
    owner, other = factories.user("a@example.org"), factories.user("b@example.org")
    practice = opened(owner, slug="ines").id
    changed(practice, owner, slug="halvorsen")
    assert addresses(practice) == {"ines", "halvorsen"}
    with pytest.raises(SlugTaken):
        opened(other, slug="ines")
    changed(practice, owner, slug="ines")  # its own may be taken again
    assert db.session.get_one(Practice, practice).slug == "ines"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"slug": "Two words"}, SlugMisshapen),
        ({"name": "!!!"}, NameUnaddressed),
        ({"currency": "xts"}, CurrencyNotTaken),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_made(
    in_app: Flask, fields: dict[str, str], refusal: type[Exception]
) -> None:
    owner = factories.user("ines@example.org")
    with pytest.raises(refusal):
        opened(owner, **fields)
    assert db.session.scalars(select(Practice.id)).all() == []


def test_one_user_opens_so_many_practices(in_app: Flask) -> None:
    owner, other = factories.user("ines@example.org"), factories.user("b@example.org")
    for number in range(PRACTICES_MAX):
        opened(owner, name=f"Circle {number}")
    with pytest.raises(TooManyPractices):
        opened(owner, name="One more")
    assert opened(other, name="One more").slug == "one-more"


def test_a_command_gives_a_practice_an_address_too(in_app: Flask) -> None:
    practice_id, _owner = ensure_practice(email="ines@example.org", name="Ines Halvorsen")
    assert addresses(practice_id) == {"ines-halvorsen"}
    assert ensure_practice(email="ines@example.org", name="Ines")[0] == practice_id


def test_a_profile_is_changed_by_its_owner_who_saw_it(in_app: Flask) -> None:
    owner, other = factories.user("a@example.org"), factories.user("b@example.org")
    practice = opened(owner).id
    changed(practice, owner, about_md="I listen.", place_name=" Oslo ", currency="nok")
    row = db.session.get_one(Practice, practice)
    assert (row.about_md, row.place_name, row.currency) == ("I listen.", "Oslo", "nok")
    with pytest.raises(ChangedElsewhere):
        changed(practice, owner, seen="of another time", about_md="I talk.")
    with pytest.raises(NotFound):
        changed(practice, other, about_md="Mine now")
    with pytest.raises(SlugReserved):
        changed(practice, owner, slug="admin")
    db.session.rollback()
    assert db.session.get_one(Practice, practice).about_md == "I listen."
