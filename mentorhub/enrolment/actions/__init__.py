"""Actions of the line, by noun: arrivals, leaving, checkouts, fulfilment, welcomes. One transaction each."""
