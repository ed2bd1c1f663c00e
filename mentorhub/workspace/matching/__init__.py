"""Who in a notebook may be one person: the forms in which details are compared, and what speaks for two being one.

Always true here: nothing reads a database, a request or the clock; an answer is the same whichever of two is asked
first; nobody is a double of themselves. Begin with `keys.py` (forms), then `pairs.py` (`find_pairs`, `find_matches`).
"""
