"""A practice's public page: nothing before something is published, all of it afterwards, at every address it had; the
photo on it."""

import datetime as dt
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.people import User, UserPhoto
from mentorhub.accounts.models.practices import Membership, Practice, PracticeSlug
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions import offers
from mentorhub.programs.actions.publication import publish_offer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program
from tests.support import factories, opening
from tests.support.counting import queries_of
from tests.support.opening import Opened

DAY = dt.timedelta(days=1)
PAGE = "/practices/nora-vik"
PHOTO = f"{PAGE}/photo.webp"
INES = "/practices/ines-halvorsen-mentoring"


@pytest.fixture
def nora(app: Flask) -> Opened:
    """Nora's practice, with words about itself that carry a script."""
    with app.app_context():
        made = opening.practice()
        with transaction(viewer=SYSTEM) as session:
            row = session.get_one(Practice, made.id)
            row.about_md = "I *listen*. <script>alert(1)</script>"
            row.place_name = "Bergen"
        return made


def publish(app: Flask, nora: Opened, slug: str) -> None:
    """One more programme."""
    with app.app_context():
        draft = opening.draft(nora, slug=slug)
        publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(nora.owner_id))


def test_show_practice_is_not_there_before_something_is_public(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    with app.app_context():
        opening.draft(nora)
    assert client.get(PAGE).status_code == 404
    owner = app.test_client()
    factories.sign_in(owner, "nora@example.org")
    assert owner.get(PAGE).status_code == 404
    publish(app, nora, "second-circle")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "second-circle" in page.text and "first-circle" not in page.text


def test_show_practice_says_who_it_is_without_letting_words_become_markup(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    page = client.get(PAGE).text
    assert "Nora Vik</h1>" in page and "Bergen" in page and "<em>listen</em>" in page
    assert "<script>alert" not in page
    assert 'rel="canonical" href="http://localhost/practices/nora-vik"' in page


def test_show_practice_leads_from_an_earlier_address_to_the_present_one(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        practice = session.scalars(select(Practice)).one()
        practice.slug = "vik"
        session.add(PracticeSlug(slug="vik", practice_id=practice.id, since=clock.now()))
    moved = client.get(PAGE)
    assert (moved.status_code, moved.location) == (301, "/practices/vik")
    assert client.get("/practices/vik").status_code == 200


@pytest.mark.parametrize("slug", ["nobody", "Nora-Vik", "a%00b", "%C3%A6", "x" * 81])
def test_show_practice_answers_404_for_what_never_was(
    app: Flask, client: FlaskClient, nora: Opened, slug: str
) -> None:
    publish(app, nora, "first-circle")
    assert client.get(f"/practices/{slug}").status_code == 404


def test_show_practice_asks_the_same_however_many_programmes(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    with app.app_context(), queries_of() as few:
        client.get(PAGE)
    for number in range(3):
        publish(app, nora, f"circle-{number}")
    with app.app_context(), queries_of() as many:
        assert client.get(PAGE).text.count('<section class="entry">') == 4
    assert len(many) == len(few)


@pytest.fixture
def many(app: Flask) -> factories.Scene:
    """Ines's practice with a programme in each state; the names of states are their slugs."""
    with app.app_context():
        practice_id, mentor_id = factories.practice()
        windows: dict[str, dict[str, Any]] = {
            "ended": {"opens_in": -200 * DAY, "closes_in": -180 * DAY, "starts_in_days": -170},
            "closed": {"opens_in": -20 * DAY, "closes_in": -DAY, "starts_in_days": 5},
            "running": {"opens_in": -20 * DAY, "closes_in": -5 * DAY, "starts_in_days": -3},
            "soon": {"opens_in": 3 * DAY, "price_minor": 0},
            "full": {"seats": 2},
            "free": {"seats": 12, "currency": "jpy"},
        }
        made = {
            slug: factories.program(practice_id, mentor_id, slug=slug, title=slug, **window)
            for slug, window in windows.items()
        }
        bare = offers.create_program(practice_id, viewer=SYSTEM, slug="bare", title="bare")
        offers.publish_program(bare, viewer=SYSTEM)
        offers.create_program(practice_id, viewer=SYSTEM, slug="draft", title="never shown")
        with transaction(viewer=SYSTEM) as session:
            cohort = session.get_one(Cohort, made["full"].cohort_id)
            cohort.taken, cohort.waiting = 2, 3
        return made["free"]


def entries(page: str) -> dict[str, str]:
    """The words of each programme on the page, by its title, in order."""
    parts = page.split('<section class="entry">')[1:]
    texts = [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]
    titles = [re.findall(r"<h2><a[^>]*>([^<]*)</a>", part)[0] for part in parts]
    return dict(zip(titles, texts, strict=True))


def test_show_practice_says_state_price_and_dates_of_each(
    client: FlaskClient, many: factories.Scene
) -> None:
    page = client.get(INES).text
    found = entries(page)
    assert list(found) == ["free", "full", "soon", "closed", "running", "ended", "bare"]
    assert "12 of 12 seats are free , JP¥64,000" in found["free"]
    assert "Open until " in found["free"]
    assert "Full, 3 people on the waiting list , €640" in found["full"]
    assert "Opens " in found["soon"] and "free of charge" in found["soon"]
    assert "Enrolment has closed" in found["closed"] and "€640" in found["closed"]
    assert "Running now" in found["running"]
    assert "Has ended" in found["ended"] and "€640" not in found["ended"]
    assert "No dates are set yet" in found["bare"]
    for title in ("free", "closed", "running", "ended"):
        assert re.search(r"Spring circle, \w+ \d+ \w+( \d{4})? – \w+ \d+ \w+", found[title])
    assert "never shown" not in page


def test_show_practice_can_be_shared(
    app: Flask, client: FlaskClient, many: factories.Scene
) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, many.practice_id)
        practice.about_md = 'I *listen* & "wait".'
        fixed = {"program_id": many.program_id, "practice_id": many.practice_id}
        session.add(ShareImage(image=b"x", version="sent", changed_at=clock.now(), **fixed))
    page = client.get(INES).text
    address = f"http://localhost{INES}"
    said = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))
    assert said["og:url"] == address and f'rel="canonical" href="{address}"' in page
    assert said["og:title"] == "Ines Halvorsen Mentoring"
    assert said["og:description"] == said["description"] == "I listen &amp; &#34;wait&#34;."
    assert said["og:image"] == "http://localhost/programs/free/share.png?v=sent"
    assert (said["og:type"], said["og:locale"]) == ("website", "en_GB")


def give_photo(app: Flask, user_id: int, image: bytes = b"webp") -> None:
    """As the account's page does, without drawing anything."""
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.add(UserPhoto(user_id=user_id, image=image, is_public=True, created_at=clock.now()))


def test_show_practice_photo_is_public_as_soon_as_a_programme_is(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    give_photo(app, nora.owner_id)
    assert client.get(PHOTO).status_code == 404
    publish(app, nora, "first-circle")
    assert f'src="{PHOTO}"' in client.get(PAGE).text
    answer = client.get(PHOTO)
    assert (answer.data, answer.mimetype) == (b"webp", "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["Content-Security-Policy"] == policy
    again = client.get(PHOTO, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.scalars(select(Program)).one().archive()
    assert client.get(PHOTO).status_code == client.get(PAGE).status_code == 404


def test_show_practice_photo_is_the_owners_and_gone_with_their_account(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    with app.app_context():
        mentor_id = factories.user("mentor@example.org", "Mo")
        with transaction(viewer=SYSTEM) as session:
            member = {"practice_id": nora.id, "created_at": clock.now()}
            session.add(Membership(user_id=mentor_id, role=Role.MENTOR, **member))
    give_photo(app, mentor_id)
    assert client.get(PHOTO).status_code == 404
    assert "photo.webp" not in client.get(PAGE).text
    give_photo(app, nora.owner_id, b"owner")
    assert client.get(PHOTO).data == b"owner"
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(User, nora.owner_id).closing_at = clock.now()
    assert client.get(PHOTO).status_code == 404
    assert "photo.webp" not in client.get(PAGE).text


def test_show_practice_photo_at_an_earlier_address_leads_to_the_present_one(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    give_photo(app, nora.owner_id)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, nora.id).slug = "vik"
        session.add(PracticeSlug(slug="vik", practice_id=nora.id, since=clock.now()))
    moved = client.get(PHOTO)
    assert (moved.status_code, moved.location) == (301, "/practices/vik/photo.webp")
    for slug in ("nobody", "UPPER", "x" * 81):
        assert client.get(f"/practices/{slug}/photo.webp").status_code == 404
