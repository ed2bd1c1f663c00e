"""Holds the tests to their coverage: 95 % overall, and every branch of rules, the line and the actions."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
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
    overall = report["totals"]["percent_covered"]
    if overall < OVERALL_PERCENT:
        found.append(f"overall {overall:.2f} % is under {OVERALL_PERCENT} %; the widest gaps:")
        found += _widest(report)
    return found


def _is_complete_module(path: Path) -> bool:
    """`mentorhub/<package>/rules.py`, or a file of a module that became a folder."""
    return len(path.parts) > 2 and Path(path.parts[2]).stem in COMPLETE_MODULES


def _widest(report: dict[str, Any]) -> list[str]:
    missing = {
        name: file["summary"]["missing_lines"] + file["summary"].get("missing_branches", 0)
        for name, file in report["files"].items()
    }
    worst = sorted(missing.items(), key=lambda item: -item[1])[:15]
    return [f"  {name}: {count} lines and branches" for name, count in worst if count]


def _measured() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(file)]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603
        report: dict[str, Any] = json.loads(file.read_text())
        return report


if __name__ == "__main__":
    measured = _measured()
    found = gaps(measured)
    print(
        "\n".join(found) or f"{measured['totals']['percent_covered']:.2f} % of lines and branches"
    )
    sys.exit(bool(found))
