"""What a user takes away of their inquiries: those from the address of their account, once it is confirmed."""

import json

import pytest
from flask import Flask
from sqlalchemy import update

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs import panels
from mentorhub.programs.actions import answers
from tests.support import conversing, factories

pytestmark = pytest.mark.database


def test_own_inquiries_go_out_with_the_answers_and_nobody_elses(in_app: Flask) -> None:
    scene = factories.scene()
    mia = USER(factories.user("mia@example.org", "Mia Berg"))
    assert panels.export(viewer=mia) == []
    asked = conversing.asked(scene, email="MIA@example.org")
    conversing.asked(scene, email="bo@example.org", words="Another's secret?")
    answers.answer_inquiry(asked, viewer=USER(scene.mentor_id), message="Yes.", seen=1)
    [file] = panels.export(viewer=mia)
    written = b"".join(file.pieces()).decode()
    found = json.loads(written)
    [inquiry] = found["inquiries"]
    assert (inquiry["practice"], inquiry["state"]) == ("Ines Halvorsen Mentoring", "answered")
    said = [(one["author"], one["body"]) for one in found["inquiry_messages"]]
    assert said == [("visitor", conversing.WORDS), ("practice", "Yes.")]
    assert {one["inquiry_id"] for one in found["inquiry_messages"]} == {inquiry["public_id"]}
    assert "secret" not in written and "email_key" not in written


def test_an_address_that_nobody_has_confirmed_opens_nothing(in_app: Flask) -> None:
    scene = factories.scene()
    user_id = factories.user("mia@example.org", "Mia Berg")
    conversing.asked(scene, email="mia@example.org")
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == user_id).values(confirmed_at=None))
    assert panels.export(viewer=USER(user_id)) == []
