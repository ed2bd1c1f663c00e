"""Occasions: what a name is refused for. Pure."""

from mentorhub.foundation.errors import Refusal


class OccasionExists(Refusal):
    """Another occasion has this name; `is_in_bin` says that it was deleted."""

    def __init__(self, *, is_in_bin: bool) -> None:
        super().__init__()
        self.is_in_bin = is_in_bin
