"""Checks the front ends: types, style, and their pure functions' tests, which Node runs.

`python -m tests.front_ends.check`, or `make test-front-ends`. Playwright brings Node; npm, which
fetches TypeScript and Biome, is needed once.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import locket
import playwright

PROJECT = Path(__file__).resolve().parents[2]
MODULES = PROJECT / "node_modules"
FETCHED = MODULES / ".package-lock.json"  # npm writes it last
TYPES = ["node_modules/typescript/bin/tsc", "--project", "."]
# Whoever fetches holds it: npm empties the folder first.
LOCK = PROJECT / ".npm.lock"
STYLE = ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]
TESTS = ["--test", "--test-reporter=dot", "tests/front_ends/*.test.js"]


def node() -> str:
    """Return the Node that Playwright drives browsers with."""
    name = "node.exe" if os.name == "nt" else "node"
    return str(Path(playwright.__file__).parent / "driver" / name)


def main() -> int:
    """Run all checks, also after one that failed; return how many failed."""
    failures = 0
    if fetch_tools():
        failures += _run(node(), *TYPES)
        failures += _run(node(), *STYLE)
    else:
        print(
            "TypeScript and Biome are not here, and there is no npm that fetches them: "
            "types and style of the front ends were not checked."
        )
        failures += "LAB_CI" in os.environ
    failures += _run(node(), *TESTS)
    return failures


def fetch_tools() -> bool:
    """Have npm fetch what package.json names where it is not yet; say whether it is there."""
    with locket.lock_file(str(LOCK)):
        lock = PROJECT / "package-lock.json"
        if FETCHED.exists() and FETCHED.stat().st_mtime >= lock.stat().st_mtime:
            return True
        npm = shutil.which("npm")
        if npm is None:
            return FETCHED.exists()
        return not _run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def _run(*command: str) -> bool:
    """Run a command in the project's folder; return whether it failed."""
    return subprocess.run(command, cwd=PROJECT, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
