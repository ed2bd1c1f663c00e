"""Actions of the line, by noun: arrivals, departures, checkouts, fulfilment, welcomes. One transaction each."""
