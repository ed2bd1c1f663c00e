"""The HTTP fittings that rooms share, each tried alone."""
