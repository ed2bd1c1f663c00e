"""The line's mails. Each message is queued in the transaction of the action it is about."""
