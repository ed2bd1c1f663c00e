"""Actions of reviews, one transaction each: the mentee's `writing`, the mentor's `answering` and `looking`."""

from mentorhub.reviews.actions.access_log import read_check_in, read_mentees, read_queue
from mentorhub.reviews.actions.check_ins import (
    mark_review_read,
    save_check_in,
    start_check_in,
    submit_check_in,
)
from mentorhub.reviews.actions.reviewing import WeekPlan, create_curriculum, review_check_in

__all__ = [
    "WeekPlan",
    "create_curriculum",
    "mark_review_read",
    "read_check_in",
    "read_mentees",
    "read_queue",
    "review_check_in",
    "save_check_in",
    "start_check_in",
    "submit_check_in",
]
