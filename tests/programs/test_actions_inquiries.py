"""An inquiry is stored and mailed once, to the practice; a reply goes to the writer."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.programs.actions import inquiries
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from tests.support import factories

MESSAGE = "Dear Ines,\n\nis <b>Tuesday</b> possible & fine?\nBo"


def _send(program_id: int, *, message: str = MESSAGE, email: str = "bo@example.org") -> str:
    return inquiries.send_inquiry(program_id, name="Bo Berg", email=email, message=message)


def _mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_an_inquiry_goes_to_the_practice_and_replies_go_to_the_writer(in_app: Flask) -> None:
    scene = factories.scene()
    public_id = _send(scene.program_id)
    stored = db.session.scalars(select(Inquiry)).one()
    [message] = db.session.scalars(select(InquiryMessage))
    assert (stored.public_id, message.body, stored.practice_id) == (
        public_id,
        MESSAGE,
        scene.practice_id,
    )
    assert (stored.state, message.author, message.author_id) == ("new", "visitor", None)
    [mail] = _mails()
    assert (mail.to_address, mail.reply_to) == ("ines@example.org", "bo@example.org")
    assert mail.subject == "Bo Berg asks about Power Networking Personal Mentoring"
    assert mail.kind == "programs.inquiry"
    text, html = render(mail)
    assert MESSAGE in text
    assert "is &lt;b&gt;Tuesday&lt;/b&gt; possible &amp; fine?<br>Bo" in html


def test_the_same_words_within_the_hour_are_one_inquiry(in_app: Flask) -> None:
    scene = factories.scene()
    assert _send(scene.program_id) == _send(scene.program_id)
    _send(scene.program_id, message="Another question")
    _send(scene.program_id, email="eva@example.org")
    with clock.moved(dt.timedelta(minutes=61)):
        _send(scene.program_id)
    assert len(_mails()) == 4


def test_an_inquiry_about_no_programme_is_not_stored(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        _send(404)
    assert _mails() == []


def test_a_name_from_right_to_left_stands_by_itself_in_the_subject(in_app: Flask) -> None:
    scene = factories.scene()
    inquiries.send_inquiry(
        scene.program_id, name="אבי", email="avi@example.org", message="When does it begin?"
    )
    (mail,) = _mails()
    assert mail.subject == "\u2068אבי\u2069 asks about Power Networking Personal Mentoring"


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("bo@example.org", "Reply to this email, and your answer goes to bo@example.org."),
        (
            "zoë@example.org",
            "Send your answer to zoë@example.org: a reply to this email would not reach them.",
        ),
    ],
)
def test_a_mail_says_where_its_answer_goes(in_app: Flask, email: str, words: str) -> None:
    _send(factories.scene().program_id, email=email)
    (mail,) = _mails()
    assert all(words in body for body in render(mail))
