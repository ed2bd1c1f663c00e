"""Journeys in Chromium, each page checked for accessibility."""
