"""Each law of the notebook holds, and sees its breaches."""
