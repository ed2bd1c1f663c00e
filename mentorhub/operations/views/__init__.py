"""Pages of operations: the overview and what is done from it, and the mails that this house writes."""

from mentorhub.operations.views import mails, overview
from mentorhub.operations.views.overview import FINDINGS
from mentorhub.operations.views.room import blueprint

__all__ = ["FINDINGS", "blueprint", "mails", "overview"]
