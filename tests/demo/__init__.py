"""The demo: its history on both databases, its mailbox, what it serves."""
