"""Who wants to be told when a cohort opens: how long their addresses are kept. Pure."""

import datetime as dt

from mentorhub.foundation.errors import Refusal

CONFIRMED_WITHIN = dt.timedelta(days=7)  # an address that nobody has confirmed by then is erased
KEPT = dt.timedelta(days=30)  # after the email of the opening; sooner where enrolment closes before


class NoOpeningAhead(Refusal):
    """The cohort has opened, or will not: there is nothing to be told any more."""
