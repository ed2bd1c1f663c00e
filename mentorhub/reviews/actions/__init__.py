"""Actions of reviews, one transaction each: the mentee's `check_ins`, the mentor's `reviewing`,
and what a mentor reads, each access logged (`access_log`)."""

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
