"""Pages and addresses of payments: Stripe's events, and a practice's own account at Stripe."""

from mentorhub.payments.views import blueprint, connections, events
