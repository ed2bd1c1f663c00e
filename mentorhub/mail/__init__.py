"""Mail: the outbox, sending, digests, preferences and quiet hours. Begin with `mentorhub/mail/outbox.py`."""
