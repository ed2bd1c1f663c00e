"""Actions of accounts, by noun. One transaction each."""
