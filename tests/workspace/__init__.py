"""The notebook: its rules, actions, reads and pages."""
