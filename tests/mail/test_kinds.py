"""The page of all kinds leaves no mail out, and only what somebody may do without has a topic."""

from mentorhub.mail.kinds import (
    ALL,
    KINDS,
    Topic,
    Weight,
    topic_of,
)
from tests.architecture.tree import TEMPLATES


def test_every_mail_has_its_kind_and_every_kind_its_mail() -> None:
    written = {f"{path.parts[-3]}.{path.stem}" for path in TEMPLATES.glob("*/emails/*.txt")}
    assert written == set(KINDS)
    assert len(ALL) == len(KINDS)


def test_a_kind_has_a_topic_just_where_it_is_optional() -> None:
    assert {kind.name for kind in ALL if kind.topic} == {
        kind.name for kind in ALL if kind.weight is Weight.OPTIONAL
    }
    assert {kind.topic for kind in ALL if kind.topic} == set(Topic)


def test_an_unknown_kind_is_always_sent() -> None:
    assert topic_of("room.offer") is None
    assert topic_of("reviews.review_written") is Topic.ANSWERS
    assert topic_of("accounts.password_changed") is None
