"""What accounts say by mail. Each message is queued in the transaction of the action it reports."""
