"""The frame of the JSON API."""
