"""Pages of operations: System status and its actions, and previews of the emails."""

from mentorhub.operations.views import mails, overview
from mentorhub.operations.views.blueprint import blueprint
from mentorhub.operations.views.findings import FINDINGS, TASKS

__all__ = ["FINDINGS", "TASKS", "blueprint", "mails", "overview"]
