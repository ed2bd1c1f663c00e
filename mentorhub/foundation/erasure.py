"""Placeholder addresses and names: what a row holds once the person behind it is erased."""

NOWHERE = "erased.invalid"  # `.invalid` can never be anybody's (RFC 2606)
ERASED_NAME = "Closed account"


def erased_address(kind: str, row_id: int) -> str:
    """The placeholder of a row: different for each row, and always the same for one."""
    return f"{kind}-{row_id}@{NOWHERE}"


def is_nowhere(address: str) -> bool:
    """Whether an address is a placeholder: nothing is sent to it."""
    return address.endswith(f"@{NOWHERE}")
