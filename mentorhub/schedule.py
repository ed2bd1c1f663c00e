"""Every periodic task, how often it runs and in which lane, on one page.

Tasks that ask Stripe or the mail server may wait for an answer, people are compared for seconds, and thousands of
mornings may begin at once: they have lanes of their own.
"""

from mentorhub.accounts import periodic as accounts
from mentorhub.enrolment.periodic import money, places, stripe_events
from mentorhub.foundation.jobs import PeriodicTask
from mentorhub.foundation.rate_limits import forget_old
from mentorhub.foundation.repeats import forget_requests
from mentorhub.mail.retention import prune
from mentorhub.mail.sending import send_due
from mentorhub.payments import periodic as payments
from mentorhub.programs import periodic as programs
from mentorhub.reviews import periodic as reviews
from mentorhub.workspace import periodic as workspace

MAIL, STRIPE, NOTEBOOKS = "mail", "stripe", "notebooks"
PERIODIC_TASKS = (
    PeriodicTask("mail", 5, send_due, MAIL),
    PeriodicTask("mail-pruning", 3600, prune),
    PeriodicTask("settle", 5, places.allocate_arrivals),
    PeriodicTask("deadlines", 10, places.lapse_holds, STRIPE),
    PeriodicTask("deadlines-resumed", 10, places.extend_short_holds),
    PeriodicTask("reminders", 60, places.remind_of_offers),
    PeriodicTask("rehearsals", 30, places.end_rehearsals),
    PeriodicTask("cancellations", 10, places.wind_up_cohorts, STRIPE),
    PeriodicTask("stripe-events", 15, stripe_events.apply_events, STRIPE),
    PeriodicTask("stripe-catch-up", 300, payments.catch_up, STRIPE),
    PeriodicTask("stripe-accounts", 300, payments.check_accounts, STRIPE),
    PeriodicTask("stripe-accounts-moved", 30, payments.move_accounts),
    PeriodicTask("stripe-clock", 300, payments.compare_clocks, STRIPE),
    PeriodicTask("checkouts", 60, money.reconcile_checkouts, STRIPE),
    PeriodicTask("checkouts-lost", 60, money.end_lost_checkouts, STRIPE),
    PeriodicTask("instalments", 60, money.charge_instalments, STRIPE),
    PeriodicTask("instalments-missed", 600, money.miss_instalments, STRIPE),
    PeriodicTask("promotion-codes", 30, payments.finish_codes, STRIPE),
    PeriodicTask("refunds", 15, payments.send_refunds, STRIPE),
    PeriodicTask("refunds-pending", 3600, money.recheck_refunds, STRIPE),
    PeriodicTask("inquiries-enrolled", 60, places.enrol_inquiries),
    PeriodicTask("openings", 5, programs.announce_openings),
    PeriodicTask("new-devices", 10, accounts.notify_of_new_devices),
    PeriodicTask("devices", 3600, accounts.remove_old_devices),
    PeriodicTask("tokens", 3600, accounts.remove_old_tokens),
    PeriodicTask("requests-repeated", 600, forget_requests),
    PeriodicTask("addresses", 3600, accounts.forget_addresses),
    PeriodicTask("links", 3600, accounts.forget_used_links),
    PeriodicTask("invitations", 3600, accounts.forget_invitations),
    PeriodicTask("attempts", 600, forget_old),
    PeriodicTask("mornings", 60, workspace.send_mornings, NOTEBOOKS),
    PeriodicTask("imports", 5, workspace.run_imports),
    PeriodicTask("search-index", 30, workspace.index_notebooks),
    PeriodicTask("imports-old", 3600, workspace.forget_imports),
    PeriodicTask("doubles", 10, workspace.find_doubles, NOTEBOOKS),
    PeriodicTask("closing-places", 10, places.give_up_places, STRIPE),
    PeriodicTask("closing-grants", 10, workspace.end_grants),
    PeriodicTask("erasing-weeks", 600, reviews.erase_weeks),
    PeriodicTask("erasing-notebooks", 600, workspace.erase_notebooks),
    PeriodicTask("erasing-bins", 3600, workspace.empty_bins),
    PeriodicTask("erasing-places", 600, places.forget_places),
    PeriodicTask("erasing-inquiries", 600, programs.forget_inquiries),
    PeriodicTask("erasing-openings", 600, programs.forget_openings),
    PeriodicTask("erasing-accounts", 600, accounts.erase_accounts),
    PeriodicTask("erasing-events", 3600, payments.forget_payloads),
    PeriodicTask("sign-ups", 3600, accounts.remove_stale_sign_ups),
)
