"""Privacy notice and imprint: at the foot of every page, a practice's or the operator's; who may change them."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.rules.practices import NOTICE_MAX, Role
from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.operator import Operator
from mentorhub.programs.actions.notices import change_notices
from mentorhub.programs.models.notices import PracticeNotices
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.factories import Scene
from tests.support.forms import submit, version_on

PAGE = "/practice/notices"
PRIVACY, IMPRINT = "/programs/power-networking/privacy", "/programs/power-networking/imprint"
INES = "ines@example.org"


@pytest.fixture
def scene(app: Flask) -> Scene:
    """A programme of Ines's practice."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def ines(app: Flask, scene: Scene) -> FlaskClient:
    """The owner's browser."""
    client = app.test_client()
    factories.sign_in(client, INES)
    return client


def _foot(text: str) -> list[str]:
    return re.findall(r'href="([^"]*/(?:privacy|imprint))"', text.split("<footer")[1])


def _stored(app: Flask, scene: Scene) -> tuple[str, str] | None:
    with app.app_context():
        found = db.session.get(PracticeNotices, scene.practice_id)
        return (found.privacy_md, found.imprint_md) if found else None


@pytest.mark.parametrize(
    ("path", "lead_to"),
    [
        ("/", ["/privacy", "/imprint"]),
        ("/sign-in", ["/privacy", "/imprint"]),
        ("/no/such/page", ["/privacy", "/imprint"]),
        ("/programs/power-networking", [PRIVACY, IMPRINT]),
        (PRIVACY, [PRIVACY, IMPRINT]),
    ],
)
def test_every_foot_leads_to_both(
    client: FlaskClient, scene: Scene, path: str, lead_to: list[str]
) -> None:
    assert _foot(client.get(path).text) == lead_to


def test_an_applicants_page_leads_to_their_practices(client: FlaskClient, scene: Scene) -> None:
    page = f"/programs/{scene.slug}"
    place = submit(client, f"{page}/enrolments", page=page, name="Ada", email="ada@example.org")
    assert _foot(client.get(place.location).text) == [PRIVACY, IMPRINT]


def test_a_signed_in_page_leads_to_the_operators(ines: FlaskClient) -> None:
    assert _foot(ines.get("/account").text) == ["/privacy", "/imprint"]


def test_without_texts_both_say_so_and_what_the_software_stores(
    client: FlaskClient, scene: Scene
) -> None:
    privacy, imprint = client.get(PRIVACY).text, client.get(IMPRINT).text
    assert "has not written a privacy notice of its own yet" in privacy
    assert "Your card number never reaches this site" in privacy
    assert "has not written an imprint yet" in imprint and "Ines Halvorsen Mentoring" in imprint
    for path, missing in (("/privacy", "a contact"), ("/imprint", "a name")):
        text = client.get(path).text
        assert f"The operator of this site has not added {missing} here yet." in text
        assert "Ines" not in text


def test_the_owner_writes_both_and_everybody_reads_them_made_safe(
    app: Flask, ines: FlaskClient, scene: Scene
) -> None:
    written = "**We** keep <script>alert(1)</script> [x](javascript:1)"
    texts = {"privacy_md": written, "imprint_md": "Oslo 7"}
    answer = submit(ines, PAGE, page=PAGE, **texts)
    assert (answer.status_code, answer.location) == (303, PAGE)
    privacy = app.test_client().get(PRIVACY).text
    assert "<strong>We</strong> keep &lt;script&gt;" in privacy
    assert "<script>alert" not in privacy and 'href="javascript' not in privacy
    assert "<p>Oslo 7</p>" in app.test_client().get(IMPRINT).text
    after = ines.get(PAGE).text
    assert "Oslo 7</textarea>" in after
    assert "Saved. Visitors see these texts from now on." in after


def test_of_two_tabs_the_second_sees_the_first_and_loses_no_word(
    app: Flask, ines: FlaskClient, scene: Scene
) -> None:
    opened = version_on(ines.get(PAGE).text)
    submit(ines, PAGE, page=PAGE, privacy_md="First tab", imprint_md="Oslo 7")
    second = {"privacy_md": "Second tab", "imprint_md": "Oslo 7"}
    answer = submit(ines, PAGE, page=PAGE, version=opened, **second)
    assert answer.status_code == 422
    assert "changed in another window" in answer.text and "Second tab</textarea>" in answer.text
    assert "<dt>Privacy notice</dt><dd>First tab</dd>" in answer.text
    assert "<dt>Imprint</dt>" not in answer.text  # alike in both
    assert f'href="{PAGE}?practice=' in answer.text
    assert _stored(app, scene) == ("First tab", "Oslo 7")
    knowingly = version_on(answer.text)
    assert submit(ines, PAGE, page=PAGE, version=knowingly, **second).status_code == 303
    assert _stored(app, scene) == ("Second tab", "Oslo 7")


def test_a_form_refused_for_its_length_does_not_forget_what_it_was_opened_over(
    app: Flask, ines: FlaskClient, scene: Scene
) -> None:
    opened = version_on(ines.get(PAGE).text)
    submit(ines, PAGE, page=PAGE, privacy_md="First tab", imprint_md="")
    too_long = {"privacy_md": "x" * (NOTICE_MAX + 1), "imprint_md": ""}
    refused = submit(ines, PAGE, page=PAGE, version=opened, **too_long)
    version = version_on(refused.text)
    answer = submit(ines, PAGE, page=PAGE, version=version, privacy_md="Short", imprint_md="")
    assert answer.status_code == 422 and "<dd>First tab</dd>" in answer.text
    assert _stored(app, scene) == ("First tab", "")


def test_the_same_texts_again_change_nothing(app: Flask, ines: FlaskClient, scene: Scene) -> None:
    opened = version_on(ines.get(PAGE).text)
    once = {"privacy_md": "Once", "imprint_md": ""}
    times = set()
    for minutes in (0, 5):  # a double click, the second of which waited long
        with clock.moved(dt.timedelta(minutes=minutes)), app.app_context():
            answer = submit(ines, PAGE, page=PAGE, version=opened, **once)
            times.add(db.session.get_one(PracticeNotices, scene.practice_id).changed_at)
        assert answer.status_code == 303
    assert len(times) == 1
    assert _stored(app, scene) == ("Once", "")


@pytest.mark.parametrize("name", ["privacy_md", "imprint_md"])
def test_too_long_a_text_is_refused_beside_its_field_and_stays_there(
    app: Flask, ines: FlaskClient, scene: Scene, name: str
) -> None:
    answer = submit(ines, PAGE, page=PAGE, **{name: "x" * (NOTICE_MAX + 1)})
    assert answer.status_code == 422
    assert re.search(rf'id="{name}-error".*?at most', answer.text, re.DOTALL)
    assert "x" * (NOTICE_MAX + 1) in answer.text
    assert _stored(app, scene) is None


@pytest.mark.parametrize("version", ["", "x", "0", "A" * 22, "ü" * 300])
def test_a_version_that_was_never_given_out_writes_over_nothing(
    app: Flask, ines: FlaskClient, scene: Scene, version: str
) -> None:
    submit(ines, PAGE, page=PAGE, privacy_md="Mine", imprint_md="")
    answer = submit(ines, PAGE, page=PAGE, version=version, privacy_md="Other", imprint_md="")
    assert answer.status_code == 422
    assert _stored(app, scene) == ("Mine", "")


def test_nobody_but_the_owner_finds_the_page_or_writes(app: Flask, scene: Scene) -> None:
    with app.app_context():
        mentor = factories.user("mentor@example.org")
        add_member(scene.practice_id, user_id=mentor, role=Role.MENTOR, viewer=SYSTEM)
        stranger = factories.user("stranger@example.org")
        for viewer in (USER(mentor), USER(stranger), PUBLIC, SYSTEM):
            with pytest.raises(NotFound):
                change_notices(
                    scene.practice_id, viewer=viewer, privacy_md="x", imprint_md="", seen=""
                )
    assert app.test_client().get(PAGE).location.startswith("/sign-in")
    for email in ("mentor@example.org", "stranger@example.org"):
        client = app.test_client()
        factories.sign_in(client, email)
        assert client.get(PAGE).status_code == 404
        answer = submit(client, PAGE, page="/account", privacy_md="x")
        assert answer.status_code == 404
    assert _stored(app, scene) is None


def test_a_form_without_its_token_changes_nothing(
    app: Flask, ines: FlaskClient, scene: Scene
) -> None:
    assert ines.post(PAGE, data={"privacy_md": "x"}).status_code == 400
    assert _stored(app, scene) is None


def test_another_practice_is_chosen_by_its_id_only_where_it_is_ones_own(
    app: Flask, ines: FlaskClient, scene: Scene
) -> None:
    with app.app_context():
        factories.practice(mentor_email="other@example.org", name="Others")
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    form = other.get(PAGE).text
    assert "Others" in form and "Ines" not in form.split("<main")[1].split("</main")[0]
    assert ines.get(f"{PAGE}?practice=nothing-here").status_code == 404


@pytest.mark.parametrize("path", ["/programs/never-was/privacy", "/programs/never-was/imprint"])
def test_an_address_that_never_was_has_none(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.fixture
def named(database_url: str) -> Iterator[Flask]:
    """An install whose operator says who they are."""
    operator = Operator(
        name="Lie & Lie AS", imprint="Storgata 1\n0155 <Oslo>", privacy_contact="data@example.org"
    )
    app = create_app(dataclasses.replace(settings_for(database_url), operator=operator))
    yield app
    dispose(app)


def test_the_operators_words_stand_on_both_pages(named: Flask) -> None:
    client = named.test_client()
    imprint = client.get("/imprint").text
    assert "Lie &amp; Lie AS" in imprint
    assert "<p>Storgata 1</p>" in imprint and "<p>0155 &lt;Oslo&gt;</p>" in imprint
    assert 'href="mailto:data@example.org"' in client.get("/privacy").text
