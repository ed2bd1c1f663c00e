"""Holds the tests to their coverage: 95 % overall, and every branch of rules, the line and the actions."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / ".coverage.json"  # by SlipCover, as pyproject.toml has it
OVERALL_PERCENT = 95
COMPLETE_MODULES = {"rules", "line", "actions"}


def gaps(report: dict[str, Any]) -> list[str]:
    """What falls short, one line per file, empty when nothing does."""
    found = []
    for name, file in sorted(report["files"].items()):
        if not _is_complete_module(Path(name)):
            continue
        if file["missing_lines"] or file["missing_branches"]:
            found.append(
                f"{name}: lines {file['missing_lines']}, branches {file['missing_branches']}"
            )
    overall = report["summary"]["percent_covered"]
    if overall < OVERALL_PERCENT:
        found.append(f"overall {overall:.2f} % is under {OVERALL_PERCENT} %; the widest gaps:")
        found += _widest(report)
    return found


def _is_complete_module(path: Path) -> bool:
    """`mentorhub/<package>/rules.py`, or a file of a module that became a folder."""
    return len(path.parts) > 2 and Path(path.parts[2]).stem in COMPLETE_MODULES


def _widest(report: dict[str, Any]) -> list[str]:
    missing = {
        name: len(file["missing_lines"]) + len(file["missing_branches"])
        for name, file in report["files"].items()
    }
    worst = sorted(missing.items(), key=lambda item: -item[1])[:15]
    return [f"  {name}: {count} lines and branches" for name, count in worst if count]


if __name__ == "__main__":
    measured = json.loads(MEASURED.read_text())
    found = gaps(measured)
    print(
        "\n".join(found) or f"{measured['summary']['percent_covered']:.2f} % of lines and branches"
    )
    sys.exit(bool(found))
