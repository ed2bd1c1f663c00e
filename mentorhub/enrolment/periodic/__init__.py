"""Due work of the line: take some, act, again; one bad item never stops the rest."""
