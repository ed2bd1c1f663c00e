"""Pages of the notebook, split by noun. Each module registers its pages on the one blueprint of `blueprint`."""

from mentorhub.workspace.views import (
    blueprint,
    cards,
    conversations,
    follow_ups,
    notebook,
    pauses,
    people,
    promises,
    rhythm,
    settings,
    sharing,
    sheets,
    tags,
)
