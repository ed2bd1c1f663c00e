"""Pages of the line: coming to it, one's own place, paying, and the welcome that makes an account."""

from mentorhub.enrolment.views import arrivals, places, welcomes
from mentorhub.enrolment.views.room import blueprint

__all__ = ["arrivals", "blueprint", "places", "welcomes"]
