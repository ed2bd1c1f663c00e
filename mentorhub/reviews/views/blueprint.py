"""The table of the addresses of reviews' pages."""

from flask import Blueprint

from mentorhub.reviews.views import check_ins, review_queue

blueprint = Blueprint("reviews", __name__)

for address, view in (
    ("/start", review_queue.start),
    ("/week", check_ins.show_week),
    ("/week/<check_in_id>", check_ins.show_past_week),
    ("/review", review_queue.review_queue),
    ("/review/<check_in_id>", review_queue.show_check_in),
    ("/mentees", review_queue.list_mentees),
):
    blueprint.get(address)(view)
for address, view in (
    ("/check-ins", check_ins.create_check_in),
    ("/check-ins/<check_in_id>/draft", check_ins.save_check_in),
    ("/check-ins/<check_in_id>/submission", check_ins.submit_check_in),
    ("/reviews/<review_id>/reading", check_ins.read_review),
    ("/review/<check_in_id>/reviews", review_queue.create_review),
):
    blueprint.post(address)(view)
