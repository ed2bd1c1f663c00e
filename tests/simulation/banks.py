"""What banks do: they settle or fail debits, fail refunds, and take payments back."""

from tests.simulation.install import SimulatedInstall
from tests.simulation.operations import Step


def settle_debit(install: SimulatedInstall) -> None:
    """A debit on its way settles or fails; nothing where it did by itself meanwhile."""
    for intent in install.random.sample(debits := install.debits(), min(len(debits), 1)):
        said = install.random.choice(["settled", "failed"])
        if install.stripe_client.control_if_allowed(f"payment_intents/{intent}", debit=said):
            install.log.append(f"debit {intent[-4:]} is {said}")


def fail_refund(install: SimulatedInstall) -> None:
    """A refund fails, even after it succeeded."""
    for refund in install.random.sample(known := install.refunds(), min(len(known), 1)):
        if install.stripe_client.control_if_allowed(f"refunds/{refund}", status="failed"):
            install.log.append(f"refund {refund[-4:]} fails")


def dispute(install: SimulatedInstall) -> None:
    """A payer asks their bank for the money back."""
    for intent in install.random.sample(known := install.intents(), min(len(known), 1)):
        charge = install.stripe_client.charge_of(intent)
        if install.stripe_client.control_if_allowed("disputes", charge=charge):
            install.log.append(f"payment {intent[-4:]} is disputed")


def decide_dispute(install: SimulatedInstall) -> None:
    """The bank decides."""
    for one in install.random.sample(known := install.disputes(), min(len(known), 1)):
        outcome = install.random.choice(["won", "lost"])
        if install.stripe_client.control_if_allowed(f"disputes/{one}", status=outcome):
            install.log.append(f"dispute {one[-4:]} is {outcome}")


def change_card(install: SimulatedInstall) -> None:
    """A stored card pays from now on, is refused, or wants its owner."""
    for card in install.random.sample(known := install.cards(), min(len(known), 1)):
        behaviour = install.random.choice(["pays", "generic_decline", "always_challenge"])
        if install.stripe_client.control_if_allowed(f"payment_methods/{card}", behaviour=behaviour):
            install.log.append(f"card {card[-4:]} {behaviour}")


OPERATIONS: dict[Step, int] = {
    settle_debit: 3,
    change_card: 2,
    fail_refund: 1,
    dispute: 1,
    decide_dispute: 2,
}
