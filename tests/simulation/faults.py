"""How Stripe fails by itself in a run: the stand-in keeps its own errors under their keys, and the rest under none."""

from tests.simulation.install import SimulatedInstall
from tests.simulation.operations import Step

CALLS = (
    *("/v1/checkout/sessions$",) * 3,
    "/v1/checkout/sessions/*/expire",
    *("/v1/payment_intents$",) * 2,
    *("/v1/payment_intents/*/confirm",) * 2,
    *("/v1/refunds$",) * 2,
)
# status, stage: how far the call came. What is asked again by the library itself costs a run time.
ERRORS = (
    *((500, "during"),) * 3,
    *((500, "after"),) * 3,
    (401, "before"),
    (429, "before"),
)


def break_call(install: SimulatedInstall) -> None:
    """The next call or two of one kind fail at Stripe."""
    path, (status, stage) = install.random.choice(CALLS), install.random.choice(ERRORS)
    times = install.random.choice([1, 1, 2])
    install.stripe_client.fault(
        kind="status", status=status, stage=stage, method="POST", path=path, times=times
    )
    install.log.append(f"Stripe will say {status} {stage} {path}, {times} times")


def break_list(install: SimulatedInstall) -> None:
    """Stripe cannot say what was made."""
    install.stripe_client.fault(
        kind="status", status=500, stage="before", method="GET", path="/v1/checkout/sessions$"
    )
    install.log.append("Stripe will not list its sessions")


OPERATIONS: dict[Step, int] = {break_call: 8, break_list: 1}
