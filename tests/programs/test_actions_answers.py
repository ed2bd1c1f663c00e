"""A practice answers, declines and reopens; who may, what is mailed, and what two who write at once are told."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.periodic.places import enrol_inquiries
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.programs.actions import answers, inquiries
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.rules.inquiries import (
    BracketsUnfilled,
    InquiryDeclined,
    InquiryEnrolled,
    MessageMissing,
    MessagesSince,
)
from tests.support import conversing, factories, practice_pages, waiting_inquiries

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public programme."""
    return factories.scene()


@pytest.fixture
def ines(scene: factories.Scene) -> Viewer:
    """Its mentor."""
    return USER(scene.mentor_id)


@pytest.fixture
def asked(scene: factories.Scene) -> int:
    """A new inquiry."""
    return conversing.asked(scene)


def _state(inquiry_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Inquiry, inquiry_id, populate_existing=True).state.value


def _said() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(
        select(InquiryMessage.author, InquiryMessage.body).order_by(InquiryMessage.id)
    )
    return [(author.value, body) for author, body in rows]


def _mails(kind: str) -> list[OutboxMail]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMail).where(OutboxMail.kind == f"programs.{kind}")))


def test_an_answer_is_stored_and_mailed_with_the_visitors_link(
    asked: int, ines: Viewer, scene: factories.Scene
) -> None:
    answers.answer_inquiry(asked, viewer=ines, message="Yes, <b>gladly</b>.", seen=1)
    assert _state(asked) == "answered"
    assert _said() == [("visitor", conversing.WORDS), ("practice", "Yes, <b>gladly</b>.")]
    stored = db.session.get_one(Inquiry, asked)
    assert stored.answered_at is not None
    [mail] = _mails("inquiry_answer")
    assert (mail.to_address, mail.reply_to, mail.to_name) == (
        "bo@example.org",
        "ines@example.org",
        "",
    )
    text, html = render(mail)
    assert f"/inquiries/{stored.token}" in text
    assert "Yes, <b>gladly</b>." in text
    assert "Yes, &lt;b&gt;gladly&lt;/b&gt;." in html


def test_the_same_answer_sent_twice_is_one(asked: int, ines: Viewer) -> None:
    for _ in range(2):
        answers.answer_inquiry(asked, viewer=ines, message="Yes.", seen=1)
    assert len(_said()) == 2
    assert len(_mails("inquiry_answer")) == 1


def test_an_answer_to_what_its_writer_has_not_seen_is_not_sent(asked: int, ines: Viewer) -> None:
    inquiries.write_again(asked, message="Or Wednesday?")
    for act in (answers.answer_inquiry, answers.decline_inquiry):
        with pytest.raises(MessagesSince):
            act(asked, viewer=ines, message="Yes.", seen=1)
    assert _state(asked) == "new"
    assert _mails("inquiry_answer") == []
    answers.answer_inquiry(asked, viewer=ines, message="Yes.", seen=2)
    assert _state(asked) == "answered"


def test_unfilled_brackets_and_no_words_are_refused(asked: int, ines: Viewer) -> None:
    with pytest.raises(BracketsUnfilled):
        answers.answer_inquiry(asked, viewer=ines, message="On [day].", seen=1)
    with pytest.raises(BracketsUnfilled):
        answers.decline_inquiry(asked, viewer=ines, message="On [day].", seen=1)
    with pytest.raises(MessageMissing):
        answers.answer_inquiry(asked, viewer=ines, message="", seen=1)
    assert (_state(asked), len(_said())) == ("new", 1)


def test_declining_with_words_mails_them_and_closes_the_conversation(
    asked: int, ines: Viewer
) -> None:
    answers.decline_inquiry(asked, viewer=ines, message="Not this year.", seen=1)
    assert _state(asked) == "declined"
    [mail] = _mails("inquiry_answer")
    assert "Ines Halvorsen Mentoring has ended this conversation." in render(mail)[0]
    with pytest.raises(InquiryDeclined):
        inquiries.write_again(asked, message="But why?")
    with pytest.raises(InquiryDeclined):
        answers.answer_inquiry(asked, viewer=ines, message="Or yes.", seen=2)
    for again in ("Not this year.", ""):  # twice is once
        answers.decline_inquiry(asked, viewer=ines, message=again, seen=2)
    with pytest.raises(InquiryDeclined):  # other words: they would be sent by nobody
        answers.decline_inquiry(asked, viewer=ines, message="Nor the next.", seen=2)
    assert len(_said()) == 2


def test_who_has_enrolled_is_not_declined(scene: factories.Scene, ines: Viewer) -> None:
    enrolled, _seat = waiting_inquiries.answered_and_enrolled(scene)
    enrol_inquiries()
    for words in ("Sorry.", ""):
        with pytest.raises(InquiryEnrolled):
            answers.decline_inquiry(enrolled, viewer=ines, message=words, seen=2)
    assert _state(enrolled) == "enrolled"


def test_declining_without_words_mails_nothing_and_is_taken_back(asked: int, ines: Viewer) -> None:
    answers.decline_inquiry(asked, viewer=ines, message="", seen=1)
    assert (_state(asked), _mails("inquiry_answer")) == ("declined", [])
    for _ in range(2):
        answers.reopen_inquiry(asked, viewer=ines)
    assert _state(asked) == "new"
    answers.answer_inquiry(asked, viewer=ines, message="Yes, after all.", seen=1)
    assert _state(asked) == "answered"


def test_the_visitor_writes_again_and_it_waits_again(asked: int, ines: Viewer) -> None:
    answers.answer_inquiry(asked, viewer=ines, message="Yes.", seen=1)
    for _ in range(2):  # submitted twice
        inquiries.write_again(asked, message="And Wednesday?")
    assert (_state(asked), len(_said())) == ("new", 3)
    [mail] = _mails("inquiry_again")
    assert (mail.to_address, mail.reply_to) == ("ines@example.org", "bo@example.org")
    stored = db.session.get_one(Inquiry, asked)
    assert f"/practice/inquiries/{stored.public_id}" in render(mail)[0]
    with clock.moved(dt.timedelta(hours=2)):
        inquiries.write_again(asked, message="And Wednesday?")
    assert len(_said()) == 4


@pytest.mark.parametrize("who", ["public", "stranger", "rival", "assistant"])
def test_nobody_else_answers(asked: int, scene: factories.Scene, who: str) -> None:
    viewer = PUBLIC
    if who == "rival":
        viewer = USER(factories.practice(mentor_email="rival@example.org", name="Another")[1])
    elif who != "public":
        user_id = factories.user(f"{who}@example.org", "Somebody Else")
        viewer = USER(user_id)
        if who == "assistant":
            practice_pages.join(scene, user_id, Role.ASSISTANT)
    for act in (answers.answer_inquiry, answers.decline_inquiry):
        with pytest.raises(NotFound):
            act(asked, viewer=viewer, message="Mine now.", seen=1)
    with pytest.raises(NotFound):
        answers.reopen_inquiry(asked, viewer=viewer)
    assert (_state(asked), len(_said())) == ("new", 1)


def test_an_inquiry_that_is_deleted_meanwhile_is_not_there(scene: factories.Scene) -> None:
    with pytest.raises(NotFound):
        answers.answer_inquiry(0, viewer=USER(scene.mentor_id), message="Yes.", seen=1)
