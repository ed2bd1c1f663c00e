"""Reasons are said with the strongest first."""

from mentorhub.workspace.matching.reasons import Reason, in_order


def test_the_strongest_reason_is_said_first() -> None:
    reasons = [Reason.SAME_ORGANIZATION, Reason.SAME_NAME, Reason.SAME_EMAIL]
    assert in_order(reasons) == (Reason.SAME_EMAIL, Reason.SAME_NAME, Reason.SAME_ORGANIZATION)
