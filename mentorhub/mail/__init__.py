"""Mail: the outbox, sending, digests, preferences and quiet hours. The packages compose; this one stores and sends.

Always true here: an email is queued in the transaction of what it reports; each try sends the same words under
one Message-ID.
Begin with `mentorhub/mail/outbox.py` (what is stored), then `mentorhub/mail/sending.py`.
"""
