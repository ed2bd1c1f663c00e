"""The HTTP extensions that packages share, each tried alone."""
