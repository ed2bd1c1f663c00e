"""The package's tables, split by noun: people, details, history, follow-ups, promises, sharing, tags; all here."""

from mentorhub.workspace.models import (
    details,
    follow_ups,
    forms,
    history,
    people,
    promises,
    sharing,
    tags,
)
