"""Pages of reviews: `check_ins` holds the mentee's, `review_queue` the mentor's, `blueprint` their addresses."""

from mentorhub.reviews.views import blueprint, check_ins, review_queue
