"""A week without a worker: a payment page that Stripe made without an answer, and Stripe’s clock."""

from collections import Counter
from collections.abc import Callable

from mentorhub.enrolment.actions.checkouts import open_checkout
from tests.support import factories
from tests.support.applicants import checkouts, place_applicant
from tests.support.dealing import open_findings
from tests.support.stripe_client import StripeClient

Expected = Callable[[], None]


def stripe_clock(_: StripeClient) -> tuple[Counter[str], Expected]:
    """Here a week has passed, and none at Stripe."""

    def found_later() -> None:
        assert "clocks_differ" in open_findings()

    return Counter(), found_later


def checkouts_lost(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Stripe failed at a page, and made it all the same."""
    ada = place_applicant(factories.scene(), "ada")
    stripe.fault(
        kind="status", status=500, stage="after", method="POST", path="/v1/checkout/sessions$"
    )
    open_checkout(ada)

    def found() -> None:
        (lost, _) = checkouts()
        assert (lost.state.value, lost.look_at) == ("expired", None)
        assert stripe.session(str(lost.stripe_session))["status"] == "expired"

    return Counter(), found
