"""Pages of operations: System status and its actions, and previews of the emails."""

from mentorhub.operations.views import blueprint, findings, mails, overview
