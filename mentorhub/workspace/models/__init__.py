"""The package's tables, split by noun: people, history, follow-ups, promises, sharing, tags; all named here."""

from mentorhub.workspace.models import follow_ups, forms, history, people, promises, sharing, tags
