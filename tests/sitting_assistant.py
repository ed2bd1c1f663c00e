"""Who sits for the pictures of invitations and rosters: Ines, who invites, and Siri, who comes to assist."""

from mentorhub.demo import seed
from mentorhub.demo.stories import offers
from tests.camera import Studio

MAIL_TAKES = 8_000  # milliseconds: the sweep of letters runs every five seconds


def assistant(studio: Studio) -> None:
    """Invited by Ines, read by others, accepted; and what an assistant sees of a line."""
    with studio.sitting("assistant") as ines:
        ines.sign_in(offers.MENTOR_EMAIL, seed.PASSWORD)
        ines.visit("/practice/members/invitations", "invite")
        ines.page.get_by_label("E-mail").fill("no address")
        ines.press("Send the invitation", "invite-refused")
        for email in ("late@example.org", "siri@example.org"):
            ines.visit("/practice/members/invitations")
            ines.page.get_by_label("E-mail").fill(email)
            ines.page.get_by_label("Role").select_option("assistant")
            ines.press("Send the invitation")
        ines.shoot("invited")
        ines.page.wait_for_timeout(MAIL_TAKES)
        ines.visit("/demo/mailbox")
        ines.press("An invitation to")
        ines.shoot("invitation-mail")
        letter = ines.page.locator("main a[href*='/invitations/']").first.get_attribute("href")
        assert letter is not None
        ines.page.goto(letter)
        ines.shoot("invitation-for-another")
    with studio.sitting("assistant") as siri:
        siri.page.goto(letter)
        siri.shoot("invitation")
        siri.page.get_by_label("Your name").fill("Siri Aas")
        siri.press("Accept")
        siri.page.wait_for_url("**/practice/cohorts")
        siri.shoot("cohorts")
        siri.press("December circle", "roster")
        siri.page.goto(letter)
        siri.shoot("invitation-accepted")
