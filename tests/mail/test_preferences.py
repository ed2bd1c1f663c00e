"""The way out of a topic: signed, for one person and one topic, and nothing else opens it."""

import pytest
from flask import Flask

from mentorhub.foundation import links
from mentorhub.mail.kinds import Topic
from mentorhub.mail.preferences import (
    PURPOSE,
    preferences_of,
    unsubscribe_path,
    unsubscription_in,
)


@pytest.mark.parametrize("topic", Topic)
def test_a_way_out_names_its_reader_and_topic(in_app: Flask, topic: Topic) -> None:
    token = unsubscribe_path("ab-_12", topic).rpartition("/")[2]
    assert unsubscription_in(token) == ("ab-_12", topic)


def test_anything_else_opens_nothing(in_app: Flask) -> None:
    token = unsubscribe_path("x", Topic.PAGES).rpartition("/")[2]
    foreign = links.sign("pages.x", 0, purpose="sign-in-link")
    unknown = links.sign("gossip.x", 0, purpose=PURPOSE)
    for garbage in ("", "x", token + "x", token[:-1], foreign, unknown, "x" * 5000):
        assert unsubscription_in(garbage) is None


def test_nobody_is_asked_about_nobody(in_app: Flask) -> None:
    assert preferences_of(set()) == {}
    assert preferences_of({404}) == {}
