"""Script for opening a practice: Nadia, half-way to her first programme, writes on and looks at what is missing."""

from mentorhub.demo import seed
from mentorhub.demo.stories.nadia import NADIA
from tests.screenshots.browser import Studio


def opener(studio: Studio) -> None:
    """Her guided list, her practice, her programme, what is missing for publishing, and the way to Stripe."""
    with studio.script("opener") as nadia:
        nadia.sign_in(NADIA.email, seed.PASSWORD)
        nadia.visit("/practice/setup", "setup")
        nadia.visit("/practice/profile", "profile")
        nadia.page.get_by_label("The name of your practice").fill("")
        nadia.submit_form("Save", "profile-refused")
        nadia.visit("/practice/programs", "programmes")
        nadia.visit("/practice/programs/new", "new-programme")
        nadia.visit("/practice/programs")
        nadia.submit_form(NADIA.offer.title, "editor")
        nadia.page.get_by_label("Title").fill("")
        nadia.submit_form("Save", "editor-refused")
        nadia.visit("/practice/setup")
        nadia.submit_form("See what will be public", "publication")
        nadia.submit_form("Publish now", "publication-refused")
        nadia.visit("/practice/payments", "payments")
    with studio.script("opener") as visitor:
        visitor.visit("/sign-up?next=/practices/new", "sign-up")
        visitor.visit("/practices/ines-halvorsen-mentoring", "practice")
