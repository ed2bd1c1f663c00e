"""`python -m tests.simulation --runs 20000`: many runs, on as many processes as there are cores; prints JSON."""

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.simulation.crash_points import listed
from tests.simulation.installs import share

OPERATIONS = 40


def main() -> None:
    """Do the runs asked for; status 1 when an invariant was broken, with the seed and the log of that run."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, help="one run only: repeat this one")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--steps", type=int, default=OPERATIONS)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    seeds = [given.seed] if given.seed else list(range(given.first, given.first + given.runs))
    shares = [some for part in range(given.processes) if (some := seeds[part :: given.processes])]
    began = time.monotonic()
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn")) as pool:
        count = len(shares)
        results = list(pool.map(share, shares, [given.database] * count, [given.steps] * count))
    killed = set().union(*(crash_points for crash_points, _ in results))
    broken = [text for _, texts in results for text in texts]
    print(json.dumps({
        "runs": len(seeds), "broken": len(broken), "steps": given.steps, "database": given.database,
        "crash_points": len(listed()), "crash_points_hit": len(killed),
        "never_hit": sorted(map(str, listed() - killed)),
        "seconds": round(time.monotonic() - began, 1),
    }, indent=2))  # fmt: skip
    for text in broken[:3]:
        print(text)
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
