"""Saved replies are made, changed and taken away, by the practice alone."""

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.programs.actions import saved_replies
from mentorhub.programs.models.inquiries import SavedReply
from mentorhub.programs.queries.saved_replies import saved_replies as kept
from mentorhub.programs.queries.saved_replies import saved_reply
from mentorhub.programs.rules import inquiries
from tests.support import factories

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public programme."""
    return factories.scene()


@pytest.fixture
def ines(scene: factories.Scene) -> Viewer:
    """Its mentor."""
    return USER(scene.mentor_id)


def _add(scene: factories.Scene, viewer: Viewer, title: str = "Dates") -> str:
    return saved_replies.add_reply(
        scene.practice_id, viewer=viewer, title=title, body="We begin on [day]."
    )


def test_a_reply_is_kept_changed_and_taken_away(scene: factories.Scene, ines: Viewer) -> None:
    public_id = _add(scene, ines)
    stored = saved_reply(public_id, viewer=ines)
    seen = version_of(stored.written)
    for _ in range(2):  # submitted twice
        saved_replies.change_reply(
            public_id, viewer=ines, title="Days", body="On [day].", seen=seen
        )
    with pytest.raises(ChangedElsewhere):
        saved_replies.change_reply(public_id, viewer=ines, title="Other", body="No.", seen=seen)
    assert [one.title for one in kept(scene.practice_id, viewer=ines)] == ["Days"]
    gone = saved_replies.remove_reply(public_id, viewer=ines)
    assert gone == {"title": "Days", "body": "On [day]."}
    assert kept(scene.practice_id, viewer=ines) == []


def test_a_name_is_given_once(scene: factories.Scene, ines: Viewer) -> None:
    first = _add(scene, ines)
    other = _add(scene, ines, "Prices")
    assert _add(scene, ines) == first  # the form was sent twice
    with pytest.raises(inquiries.ReplyTitleTaken):
        saved_replies.add_reply(scene.practice_id, viewer=ines, title="Dates", body="Other words.")
    seen = version_of(saved_reply(other, viewer=ines).written)
    with pytest.raises(inquiries.ReplyTitleTaken):
        saved_replies.change_reply(other, viewer=ines, title="Dates", body="x", seen=seen)


def test_there_are_not_more_than_anybody_reads(
    scene: factories.Scene, ines: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_replies, "REPLIES_MAX", 2)
    _add(scene, ines, "One")
    _add(scene, ines, "Two")
    with pytest.raises(inquiries.TooManyReplies):
        _add(scene, ines, "Three")


def test_words_are_needed_and_not_too_many(scene: factories.Scene, ines: Viewer) -> None:
    for body, refusal in (("", inquiries.MessageMissing), ("x" * 4001, inquiries.MessageTooLong)):
        with pytest.raises(refusal):
            saved_replies.add_reply(scene.practice_id, viewer=ines, title="Dates", body=body)


def test_nobody_else_keeps_or_reads_them(scene: factories.Scene, ines: Viewer) -> None:
    public_id = _add(scene, ines)
    rival = USER(factories.practice(mentor_email="rival@example.org", name="Another")[1])
    with pytest.raises(NotFound):
        _add(scene, rival, "Mine")
    with pytest.raises(NotFound):
        saved_replies.change_reply(public_id, viewer=rival, title="Mine", body="x", seen="")
    with pytest.raises(NotFound):
        saved_replies.remove_reply(public_id, viewer=rival)
    with pytest.raises(NotFound):
        saved_reply(public_id, viewer=rival)
    assert kept(scene.practice_id, viewer=rival) == []
    assert len(kept(scene.practice_id, viewer=ines)) == 1


def test_a_reply_that_is_not_there_or_was_taken_away_meanwhile(
    scene: factories.Scene, ines: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFound):
        saved_replies.remove_reply("nobodys", viewer=ines)
    public_id = _add(scene, ines)

    def waited(session: Session, *_: object, **__: object) -> None:
        session.execute(delete(SavedReply))

    monkeypatch.setattr(saved_replies, "_lock_practice", waited)
    with pytest.raises(NotFound):
        saved_replies.remove_reply(public_id, viewer=ines)
