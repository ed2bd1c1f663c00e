"""Script for invitations and rosters: Ines invites, and Siri accepts as an assistant."""

from mentorhub.demo import seed
from mentorhub.demo.stories import offers
from tests.screenshots.browser import Studio

MAIL_TAKES = 8_000  # milliseconds: the periodic task of emails runs every five seconds


def assistant(studio: Studio) -> None:
    """Invited by Ines, read by others, accepted; and what an assistant sees of a line."""
    with studio.script("assistant") as ines:
        ines.sign_in(offers.MENTOR_EMAIL, seed.PASSWORD)
        ines.visit("/practice/members/invitations", "invite")
        ines.page.get_by_label("Email").fill("no address")
        ines.submit_form("Send the invitation", "invite-refused")
        for email in ("late@example.org", "siri@example.org"):
            ines.visit("/practice/members/invitations")
            ines.page.get_by_label("Email").fill(email)
            ines.page.get_by_label("Role").select_option("assistant")
            ines.submit_form("Send the invitation")
        ines.shoot("invited")
        ines.page.wait_for_timeout(MAIL_TAKES)
        ines.visit("/demo/mailbox")
        ines.submit_form("An invitation to")
        ines.shoot("invitation-mail")
        mail = ines.page.locator("main a[href*='/invitations/']").first.get_attribute("href")
        assert mail is not None
        ines.page.goto(mail)
        ines.shoot("invitation-for-another")
    with studio.script("assistant") as siri:
        siri.page.goto(mail)
        siri.shoot("invitation")
        siri.page.get_by_label("Your name").fill("Siri Aas")
        siri.submit_form("Accept")
        siri.page.wait_for_url("**/practice/cohorts")
        siri.shoot("cohorts")
        siri.submit_form("December circle", "roster")
        siri.page.goto(mail)
        siri.shoot("invitation-accepted")
