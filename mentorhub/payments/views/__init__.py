"""Pages and addresses of payments: Stripe's events, a practice's own account at Stripe, and its promotion codes."""

from mentorhub.payments.views import blueprint, connections, events, promotions
