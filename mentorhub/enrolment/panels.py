"""What enrolment offers to slots."""


def enrolling(**context: object) -> str:
    """The enrol form."""
    return ""
