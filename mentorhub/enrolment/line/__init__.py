"""What happens to the line under the cohort's lock: places, seats, moves, allocation, journal, money, instalments.

Every function takes the locked cohort, keeps its counters true, writes the entry and queues the mail; none commits.
"""
