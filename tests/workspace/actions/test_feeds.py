"""A calendar's address is made, renewed and ended; only its digest is kept."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions import feeds
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.feeds import feed_page, reader_of
from mentorhub.workspace.rules.feeds import digest_of
from tests.support import notebooks

pytestmark = pytest.mark.database


def test_a_new_address_stops_the_old_one_and_ending_stops_both(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    assert feed_page(viewer=viewer).made_at is None
    old = feeds.renew_feed(viewer=viewer)
    assert reader_of(old) is not None and reader_of(digest_of(old)) is None
    new = feeds.renew_feed(viewer=viewer)
    assert reader_of(old) is None and reader_of(new) is not None
    (stored,) = notebooks.stored(Workspace)
    assert stored.feed_digest == digest_of(new)
    feeds.end_feed(viewer=viewer)
    assert reader_of(new) is None and feed_page(viewer=viewer).made_at is None
    feeds.note_feed_read(viewer=viewer)  # which was on its way meanwhile
    assert feed_page(viewer=viewer).read_at is None
    for action in (feeds.renew_feed, feeds.end_feed, feeds.note_feed_read):
        with pytest.raises(NotFound):
            action(viewer=PUBLIC)


def test_that_it_was_read_is_noted_once_an_hour(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    feeds.renew_feed(viewer=viewer)
    feeds.note_feed_read(viewer=viewer)
    first = feed_page(viewer=viewer).read_at
    with clock.moved(dt.timedelta(minutes=59)):
        feeds.note_feed_read(viewer=viewer)
    assert first is not None and feed_page(viewer=viewer).read_at == first
    with clock.moved(dt.timedelta(minutes=61)):
        feeds.note_feed_read(viewer=viewer)
    assert feed_page(viewer=viewer).read_at != first
