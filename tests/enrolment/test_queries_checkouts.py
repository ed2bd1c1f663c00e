"""How a held seat can be paid: what is offered, and to whom."""

import pytest

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.queries.checkouts import PaymentOptions, payment_options
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.applicants import place_applicant
from tests.support.pricing import add_price, public_id
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _ways(enrolment_id: int) -> PaymentOptions:
    return payment_options(enrolment_id, viewer=APPLICANT(enrolment_id), now=clock.now())


def test_the_ways_are_listed_with_their_payments() -> None:
    scene = factories.scene()
    parts = add_price(scene, 66000, count=3, days=30)
    found = _ways(place_applicant(scene, "ada"))
    own, other = found.options
    assert ([part.amount_minor for part in own.parts], own.is_in_parts) == ([64000], False)
    assert [part.amount_minor for part in other.parts] == [22000, 22000, 22000]
    assert other.is_in_parts
    assert found.chosen("") == own
    assert found.chosen(parts) == other
    assert found.chosen("made-up") is None


def test_once_a_page_is_open_only_its_price_is_left(stripe: StripeClient) -> None:
    scene = factories.scene()
    add_price(scene, 66000)
    ada = place_applicant(scene, "ada")
    open_checkout(ada)
    found = _ways(ada)
    assert found.is_open
    assert [cohort_ref.public_id for cohort_ref in found.options] == [public_id(scene.price_id)]


def test_who_waits_or_pays_nothing_has_nothing_to_choose() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben = place_applicant(scene, "ben")
    assert _ways(ben) == PaymentOptions()
    free = factories.program(scene.practice_id, scene.mentor_id, slug="free", price_minor=0)
    cleo = place_applicant(free, "cleo")
    assert _ways(cleo).options == ()


def test_nobody_else_sees_them() -> None:
    ada = place_applicant(factories.scene(), "ada")
    for viewer in (SYSTEM, APPLICANT(ada + 1)):
        with pytest.raises(NotFound):
            payment_options(ada, viewer=viewer, now=clock.now())
