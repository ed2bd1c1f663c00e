"""The invariants of the notebook, split by noun: itself; its history with the bin; the index that finds people."""
