"""Pages of operations: the overview and what is done from it, and the mails that this install writes."""

from mentorhub.operations.views import mails, overview
from mentorhub.operations.views.blueprint import blueprint
from mentorhub.operations.views.overview import FINDINGS

__all__ = ["FINDINGS", "blueprint", "mails", "overview"]
