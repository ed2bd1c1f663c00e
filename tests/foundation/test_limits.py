"""How often is too often, and a record of tries that names nobody."""

import datetime as dt

from mentorhub.foundation.limits import Limit

LIMIT = Limit("sign-in", 10, dt.timedelta(minutes=15))


def test_a_limit_allows_so_many_and_no_more() -> None:
    assert [LIMIT.allows(times) for times in (1, 10, 11)] == [True, True, False]


def test_a_try_is_counted_under_a_hash_that_names_nobody() -> None:
    kept = LIMIT.of("amara@example.org").key_hash("secret")
    assert len(kept) == 64 and "amara" not in kept
    others = {
        LIMIT.of("bryn@example.org").key_hash("secret"),
        LIMIT.of("amara@example.org").key_hash("another secret"),
        Limit("reset", 10, LIMIT.within).of("amara@example.org").key_hash("secret"),
    }
    assert kept not in others and len(others) == 3
