"""Pages of the notebook, split by noun. Every module hangs its pages on the one blueprint of `door`."""

from mentorhub.workspace.views import (
    conversations,
    follow_ups,
    notebook,
    people,
    sharing,
    tags,
)
from mentorhub.workspace.views.blueprint import blueprint

__all__ = ["blueprint", "conversations", "follow_ups", "notebook", "people", "sharing", "tags"]
