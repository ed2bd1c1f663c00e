"""Who in a notebook may be one person."""
