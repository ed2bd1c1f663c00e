"""The four mentees of the circle that is under way, in the order of their arrival."""

from mentorhub.demo.stories.amara import AMARA
from mentorhub.demo.stories.daniel import DANIEL
from mentorhub.demo.stories.mei import MEI
from mentorhub.demo.stories.stephane import STEPHANE

MENTEES = (AMARA, DANIEL, MEI, STEPHANE)
