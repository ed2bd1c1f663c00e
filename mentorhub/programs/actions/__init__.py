"""Deeds of programs, by noun: offers (programmes), cohorts (with their prices), inquiries. One transaction each."""
