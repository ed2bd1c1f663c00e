"""What is done to a whole programme by the web: published, archived, copied; and for which practice."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import offers
from mentorhub.programs.models.offers import Program
from tests.support import factories, practice_pages
from tests.support.forms import submit

LIST, NEW = "/practice/programs", "/practice/programs/new"


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme of Ines's."""
    with app.app_context():
        return factories.scene(promise="A *first* promise", terms_md="First")


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Its owner's browser."""
    return practice_pages.staff(app)


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its pages."""
    with app.app_context():
        return f"{LIST}/{db.session.get_one(Program, scene.program_id).public_id}"


def test_a_public_programme_is_archived_and_taken_out_again_as_a_draft(
    app: Flask, ines: FlaskClient
) -> None:
    made = submit(ines, LIST, page=NEW, title="A way", slug="a-way", begins="empty")
    at = made.location.removesuffix("/edit")
    with app.app_context():
        program = db.session.scalars(select(Program).where(Program.slug == "a-way")).one()
        offers.publish_program(program.id, viewer=SYSTEM)
    visitor = app.test_client()
    for action, status in (("archive", 410), ("archive/removal", 404), ("archive", 410)):
        assert submit(ines, f"{at}/{action}", page=LIST).status_code == 303
        page = visitor.get("/programs/a-way")
        assert page.status_code == status, action
    assert "A way is not offered any more" in page.text
    submit(ines, f"{at}/archive", page=LIST)  # twice
    assert "Nothing was changed" in ines.get(LIST).text
    assert visitor.get("/programs/a-way/terms/1").status_code == 200
    assert visitor.get("/programs/a-way/share.png").status_code == 404


def test_a_programme_in_use_says_why_it_is_not_archived(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    submit(ines, f"{at}/archive", page=LIST)
    assert "people can still enrol in Spring circle" in ines.get(LIST).text
    assert app.test_client().get(f"/programs/{scene.slug}").status_code == 200


def test_a_copy_opens_in_the_editor(ines: FlaskClient, scene: factories.Scene, at: str) -> None:
    answer = submit(ines, f"{at}/copies", page=LIST)
    page = ines.get(answer.location).text
    assert "Power Networking Personal Mentoring (copy)" in page
    assert 'value="power-networking-2"' in page and ">Draft<" in page


def test_of_several_practices_the_one_that_is_named_is_written_for(
    app: Flask, ines: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        other_id, _ = factories.practice(mentor_email="rival@example.org", name="Another practice")
        practice_pages.join(
            factories.program(other_id, scene.mentor_id, slug="theirs"),
            scene.mentor_id,
            Role.MENTOR,
        )
        other = db.session.get_one(Practice, other_id).public_id
    assert "Another practice" in ines.get(LIST).text
    page = ines.get(f"{LIST}?practice={other}")
    assert "/programs/theirs" in page.text and "/programs/power-networking" not in page.text
    created = submit(
        ines,
        f"{LIST}?practice={other}",
        page=f"{NEW}?practice={other}",
        title="For them",
        begins="empty",
    )
    assert created.status_code == 303
    assert "For them" in ines.get(f"{LIST}?practice={other}").text
    assert ines.get(f"{LIST}?practice=nobodys").status_code == 404
