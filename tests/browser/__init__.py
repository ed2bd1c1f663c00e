"""Journeys and looks in Chromium."""
