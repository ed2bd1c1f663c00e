"""What is offered, by noun: programmes with their prices, and cohorts."""
