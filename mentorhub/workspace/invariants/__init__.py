"""The invariants of the notebook, split by noun: the notebook itself; its history with what lies in the bin."""
