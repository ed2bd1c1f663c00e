"""The package's actions, one transaction each, split by noun; all named here."""
