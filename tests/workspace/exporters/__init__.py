"""What other programmes read of a notebook."""
