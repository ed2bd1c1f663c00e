"""Forms of programs by noun: inquiries, notices, programmes with their questions; `fields` is what they share."""
