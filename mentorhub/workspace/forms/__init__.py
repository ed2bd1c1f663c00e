"""The notebook's forms, split by noun, and the words for what can be chosen in them; all named here."""
