"""Of a calendar's address there is a digest with its time, or nothing: each breach is seen, and forbidden."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions.feeds import renew_feed
from mentorhub.workspace.invariants import feeds as invariants
from tests.support import notebooks
from tests.support.forbidden import plant_forbidden

pytestmark = pytest.mark.database
BREACHES = {
    "feed_digest = 'the token itself'": "feed_digest_is_sha256",
    "feed_made_at = NULL": "feed_digest_iff_its_time",
    "feed_digest = NULL": "feed_digest_iff_its_time",
}


@pytest.mark.parametrize("breach", BREACHES)
def test_each_breach_is_forbidden_and_seen(
    in_app: Flask, request: pytest.FixtureRequest, breach: str
) -> None:
    renew_feed(viewer=notebooks.notebook())
    (law,) = invariants.INVARIANTS
    assert law(viewer=SYSTEM) == []
    planted, name = f"UPDATE workspace SET {breach}", BREACHES[breach]
    with pytest.raises(IntegrityError, match=name), transaction(viewer=SYSTEM) as session:
        session.execute(text(planted))
    plant_forbidden(request, planted, f"workspace.workspace_{name}")
    assert len(law(viewer=SYSTEM)) == 1
