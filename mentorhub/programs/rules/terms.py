"""What a place is taken on beside its price: how much goes back and until when, what a missed instalment does. Pure."""

from dataclasses import dataclass

from mentorhub.programs.rules.cohorts import _refuse_unless
from mentorhub.programs.rules.offers import MissedInstalment

REFUND_DAYS = range(366)
PERCENT = range(101)
MISSED_DAYS = range(1, 91)


@dataclass(frozen=True)
class Policy:
    """The numbers by which a refund is reckoned and an unpaid instalment counts as missed. Days are whole days.

    All goes back until `refund_full_days` before the start, then `refund_part_percent` of it until `refund_part_days`
    after the start, then nothing. `missed_after_days` are counted from the day on which an instalment was due.
    """

    refund_full_days: int = 14
    refund_part_percent: int = 50
    refund_part_days: int = 14
    missed_instalment: MissedInstalment = MissedInstalment.PAUSE
    missed_after_days: int = 14


def refuse_misshapen_policy(policy: Policy) -> None:
    """Raises `Misshapen` with the first field whose value is not possible."""
    _refuse_unless(
        refund_full_days=policy.refund_full_days in REFUND_DAYS,
        refund_part_percent=policy.refund_part_percent in PERCENT,
        refund_part_days=policy.refund_part_days in REFUND_DAYS,
        missed_after_days=policy.missed_after_days in MISSED_DAYS,
    )
