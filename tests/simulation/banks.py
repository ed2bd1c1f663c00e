"""What banks do: they settle or fail debits, fail refunds, and take payments back."""

from tests.simulation.steps import Step
from tests.simulation.world import World


def settle_debit(world: World) -> None:
    """A debit on its way settles or fails; nothing where it did by itself meanwhile."""
    for intent in world.random.sample(debits := world.debits(), min(len(debits), 1)):
        said = world.random.choice(["settled", "failed"])
        if world.till.control_if_allowed(f"payment_intents/{intent}", debit=said):
            world.log.append(f"debit {intent[-4:]} is {said}")


def fail_refund(world: World) -> None:
    """A refund fails, even after it succeeded."""
    for refund in world.random.sample(known := world.refunds(), min(len(known), 1)):
        if world.till.control_if_allowed(f"refunds/{refund}", status="failed"):
            world.log.append(f"refund {refund[-4:]} fails")


def dispute(world: World) -> None:
    """A payer asks their bank for the money back."""
    for intent in world.random.sample(known := world.intents(), min(len(known), 1)):
        charge = world.till.charge_of(intent)
        if world.till.control_if_allowed("disputes", charge=charge):
            world.log.append(f"payment {intent[-4:]} is disputed")


def decide_dispute(world: World) -> None:
    """The bank decides."""
    for one in world.random.sample(known := world.disputes(), min(len(known), 1)):
        outcome = world.random.choice(["won", "lost"])
        if world.till.control_if_allowed(f"disputes/{one}", status=outcome):
            world.log.append(f"dispute {one[-4:]} is {outcome}")


def change_card(world: World) -> None:
    """A kept card pays from now on, is refused, or wants its owner."""
    for card in world.random.sample(known := world.cards(), min(len(known), 1)):
        behaviour = world.random.choice(["pays", "generic_decline", "always_challenge"])
        if world.till.control_if_allowed(f"payment_methods/{card}", behaviour=behaviour):
            world.log.append(f"card {card[-4:]} {behaviour}")


STEPS: dict[Step, int] = {
    settle_debit: 3,
    change_card: 2,
    fail_refund: 1,
    dispute: 1,
    decide_dispute: 2,
}
