"""What tests share: factories, personas, Stripe's side, databases, forms."""
