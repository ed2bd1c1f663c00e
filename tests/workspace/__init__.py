"""The notebook: its rules, deeds, reads and pages."""
