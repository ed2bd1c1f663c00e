"""Pages of the line: coming to it, one's own place, paying, the welcome to an account, and the journal."""

from mentorhub.enrolment.views import arrivals, journals, places, welcomes
from mentorhub.enrolment.views.room import blueprint

__all__ = ["arrivals", "blueprint", "journals", "places", "welcomes"]
