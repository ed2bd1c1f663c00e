"""Every sweep, how often it runs and in which lane, on one page.

Who asks Stripe, and who talks to the mail server, may wait for an answer: they have lanes of their own.
"""

from mentorhub.accounts import sweeps as accounts
from mentorhub.enrolment import sweeps as enrolment
from mentorhub.foundation.attempts import forget_old
from mentorhub.foundation.jobs import Sweep
from mentorhub.foundation.mail_delivery import send_due
from mentorhub.foundation.mail_keeping import prune
from mentorhub.payments import sweeps as payments
from mentorhub.reviews import sweeps as reviews
from mentorhub.workspace import sweeps as workspace

MAIL, STRIPE = "mail", "stripe"
SWEEPS = (
    Sweep("mail", 5, send_due, MAIL),
    Sweep("mail-pruning", 3600, prune),
    Sweep("settle", 5, enrolment.settle_arrivals),
    Sweep("deadlines", 10, enrolment.lapse_holds, STRIPE),
    Sweep("reminders", 60, enrolment.remind_of_offers),
    Sweep("cancellations", 10, enrolment.wind_up_cohorts, STRIPE),
    Sweep("stripe-events", 15, enrolment.apply_events, STRIPE),
    Sweep("stripe-catch-up", 300, payments.catch_up, STRIPE),
    Sweep("stripe-clock", 300, payments.compare_clocks, STRIPE),
    Sweep("checkouts", 60, enrolment.reconcile_checkouts, STRIPE),
    Sweep("checkouts-lost", 60, enrolment.end_lost_checkouts, STRIPE),
    Sweep("instalments", 60, enrolment.charge_instalments, STRIPE),
    Sweep("instalments-missed", 600, enrolment.miss_instalments, STRIPE),
    Sweep("refunds", 15, payments.send_refunds, STRIPE),
    Sweep("refunds-pending", 3600, enrolment.recheck_refunds, STRIPE),
    Sweep("new-devices", 10, accounts.tell_of_new_devices),
    Sweep("devices", 3600, accounts.put_devices_away),
    Sweep("addresses", 3600, accounts.forget_addresses),
    Sweep("links", 3600, accounts.forget_used_links),
    Sweep("invitations", 3600, accounts.forget_invitations),
    Sweep("attempts", 600, forget_old),
    Sweep("closing-places", 10, enrolment.give_up_places, STRIPE),
    Sweep("closing-grants", 10, workspace.end_grants),
    Sweep("erasing-weeks", 600, reviews.erase_weeks),
    Sweep("erasing-notebooks", 600, workspace.erase_notebooks),
    Sweep("erasing-places", 600, enrolment.forget_places),
    Sweep("erasing-accounts", 600, accounts.erase_accounts),
    Sweep("erasing-events", 3600, payments.forget_payloads),
    Sweep("sign-ups", 3600, accounts.remove_stale_sign_ups),
)
