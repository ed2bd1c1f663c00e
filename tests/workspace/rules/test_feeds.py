"""A calendar's secret address: what is kept of it, and how often a reading is noted."""

import datetime as dt
import hashlib

from mentorhub.workspace.rules import feeds

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def test_a_token_has_256_bits_and_its_digest_is_sha_256() -> None:
    one, other = feeds.new_token(), feeds.new_token()
    assert one != other and len(one) == len(other) == 43
    assert feeds.digest_of(one) == hashlib.sha256(one.encode()).hexdigest()
    assert len(feeds.digest_of("\udcff")) == 64  # whatever was asked for


def test_a_reading_is_noted_once_an_hour() -> None:
    just = NOW - feeds.NOTED_EVERY + dt.timedelta(seconds=1)
    assert [
        feeds.is_to_be_noted(read_at, now=NOW) for read_at in (None, NOW - feeds.NOTED_EVERY, just)
    ] == [True, True, False]
