"""Addresses that are nobody's any more: what stands in a row once the person behind it is erased."""

NOWHERE = "erased.invalid"  # `.invalid` can never be anybody's (RFC 2606)
ERASED_NAME = "Closed account"


def erased_address(kind: str, row_id: int) -> str:
    """What a row says in place of an address: different for each row, and the same however often it is asked."""
    return f"{kind}-{row_id}@{NOWHERE}"


def is_nowhere(address: str) -> bool:
    """Whether an address was put in place of somebody's: nothing is written to it."""
    return address.endswith(f"@{NOWHERE}")
