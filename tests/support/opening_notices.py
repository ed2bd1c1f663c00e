"""People who want to be told when a cohort opens, as tests need them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select

from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.openings import OpeningNotice
from tests.support import factories
from tests.support.stripe_client import StripeClient

Expected = Callable[[], None]
AHEAD = dt.timedelta(days=3)


def scheduled() -> factories.Scene:
    """A public cohort that opens in three days."""
    return factories.scene(opens_in=AHEAD)


def listed(cohort_id: int, email: str = "bo@example.org", *, is_confirmed: bool = True) -> str:
    """The token of an address that is on the list of this cohort's opening, whether or not it is still ahead."""
    with transaction(viewer=SYSTEM) as session:
        now, cohort = clock.now(), session.get_one(Cohort, cohort_id)
        notice = OpeningNotice(
            practice_id=cohort.practice_id,
            cohort_id=cohort.id,
            email=email,
            email_key=email_key(email),
            created_at=now,
            confirmed_at=now if is_confirmed else None,
        )
        session.add(notice)
        session.flush()
        return notice.token


def notices() -> list[OpeningNotice]:
    """All there are, as they are now."""
    db.session.rollback()
    found = select(OpeningNotice).order_by(OpeningNotice.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def announced(_: StripeClient) -> tuple[Counter[str], Expected]:
    """Two are on the list of a cohort that opens meanwhile, and one more has not confirmed it."""
    scene = scheduled()
    for name in ("bo", "eve"):
        listed(scene.cohort_id, f"{name}@example.org")
    listed(scene.cohort_id, "mia@example.org", is_confirmed=False)

    def told() -> None:
        assert [one.mailed_at is not None for one in notices()] == [True, True, False]

    return Counter({"programs.opening": 2}), told


def erased(_: StripeClient) -> tuple[Counter[str], Expected]:
    """One has not been confirmed within its week; another waits for a later opening."""
    scene = factories.scene(opens_in=dt.timedelta(days=20))
    listed(scene.cohort_id, "bo@example.org", is_confirmed=False)
    listed(scene.cohort_id, "eve@example.org")

    def gone() -> None:
        assert [one.email for one in notices()] == ["eve@example.org"]

    return Counter(), gone


PLANS = {"openings": announced, "erasing-openings": erased}
