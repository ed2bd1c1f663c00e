"""Pages of the notebook, split by noun. Every module hangs its pages on the one blueprint of `door`."""

from mentorhub.workspace.views import duties, moments, notebook, people, sharing, tags
from mentorhub.workspace.views.door import blueprint

__all__ = ["blueprint", "duties", "moments", "notebook", "people", "sharing", "tags"]
