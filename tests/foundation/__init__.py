"""What every room stands on, tried alone."""
