"""Pages of reviews: the table of their addresses. `weeks` holds the mentee's, `desk` the mentor's."""

from flask import Blueprint

from mentorhub.reviews.views import desk, weeks

blueprint = Blueprint("reviews", __name__)

for address, view in (
    ("/start", desk.start),
    ("/week", weeks.show_week),
    ("/week/<check_in_id>", weeks.show_past_week),
    ("/review", desk.review_queue),
    ("/review/<check_in_id>", desk.show_check_in),
    ("/mentees", desk.list_mentees),
):
    blueprint.get(address)(view)
for address, view in (
    ("/check-ins", weeks.create_check_in),
    ("/check-ins/<check_in_id>/draft", weeks.save_check_in),
    ("/check-ins/<check_in_id>/submission", weeks.submit_check_in),
    ("/reviews/<review_id>/reading", weeks.read_review),
    ("/review/<check_in_id>/reviews", desk.create_review),
):
    blueprint.post(address)(view)
