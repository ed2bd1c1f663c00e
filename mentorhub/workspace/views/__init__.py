"""Pages of the notebook, split by noun. Each module registers its pages on the one blueprint of `blueprint`."""

from mentorhub.workspace.views import (
    blueprint,
    conversations,
    follow_ups,
    imports,
    notebook,
    pauses,
    people,
    promises,
    rhythm,
    settings,
    sharing,
    tags,
)
