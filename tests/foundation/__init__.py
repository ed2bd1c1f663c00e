"""What every package stands on, tried alone."""
