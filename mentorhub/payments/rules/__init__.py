"""Money's rules by noun: states and their tables, keys and deadlines of Stripe calls, and how Stripe can fail. Pure."""
