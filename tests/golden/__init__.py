"""Every kind of mail as it was last checked; `python -m tests.golden` writes them again."""
