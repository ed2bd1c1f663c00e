"""What goes into the notebook's API and comes out of it, as JSON: one module per noun."""
