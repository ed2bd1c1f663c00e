"""What two people of a notebook may have in common: said to whoever decides whether they are one. Pure."""

from enum import StrEnum


class Reason(StrEnum):
    """The strongest first."""

    SAME_PROFILE = "same_profile"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    SPELLED_OTHERWISE = "spelled_otherwise"
    SHORT_FORM = "short_form"
    SIMILAR_NAME = "similar_name"
    PART_OF_NAME = "part_of_name"
    SAME_BIRTHDAY = "same_birthday"
    SAME_ORGANIZATION = "same_organization"


PLACES = {reason: place for place, reason in enumerate(Reason)}


def in_order(reasons: list[Reason]) -> tuple[Reason, ...]:
    """The strongest first."""
    return tuple(sorted(reasons, key=PLACES.__getitem__))
