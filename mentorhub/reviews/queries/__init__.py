"""Reads of reviews: `check_ins` for the mentee, `review_queue` for the mentor, `landing` for each user's first page."""
