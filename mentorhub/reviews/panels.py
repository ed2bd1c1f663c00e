"""What reviews offers to slots."""


def today(**context: object) -> str:
    """Feedback in the mentee's Today."""
    return ""
