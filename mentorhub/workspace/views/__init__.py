"""Pages of the notebook, split by noun. Each module registers its pages on the one blueprint of `blueprint`."""

from mentorhub.workspace.views import (
    bin,
    blueprint,
    cards,
    conversations,
    follow_ups,
    gives,
    imports,
    notebook,
    occasions,
    pauses,
    people,
    promises,
    reminders,
    removals,
    rhythm,
    settings,
    sharing,
    sheets,
    stages,
    tags,
)
