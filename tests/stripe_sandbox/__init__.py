"""The stand-in Stripe, driven over HTTP by the real SDK."""
