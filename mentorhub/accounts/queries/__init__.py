"""Reads of accounts, by noun; all named here."""
