"""Whether the lab's packages are there and fit together, and what they need of Windows.

It imports only what Python brings, until a check runs: the doctor starts without packages, too.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib import metadata
from typing import TYPE_CHECKING

from labhelpers.errors import LabError
from labhelpers.files import PROJECT_ROOT

if TYPE_CHECKING:
    from packaging.requirements import Requirement

COMMAND = "python -m pip install -r requirements.txt"
INSTALL = f"In the lab's environment and the project's folder, run: {COMMAND}"
# Of Microsoft's C++ runtime, what TensorFlow's own check looks for.
LIBRARIES = ("msvcp140.dll", "msvcp140_1.dll", "vcruntime140_1.dll")


def check_packages() -> str:
    """Compare what is installed with what the lab needs, and with what that needs in turn."""
    from packaging.requirements import Requirement

    wanted = [("the lab", Requirement(need)) for need in needs_of_the_lab()]
    found: dict[str, metadata.Distribution | None] = {}
    wrong: list[str] = []
    for needed_by, need in wanted:  # which grows on the way
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        if need.name not in found:
            package = _installed(need.name)
            found[need.name] = package
            needs = package.requires or [] if package else []
            wanted += [(need.name, Requirement(its)) for its in needs]
        wrong += _misfit(found[need.name], needed_by, need)
    if wrong:
        each = dict.fromkeys(wrong)  # once
        raise LabError(f"{'; '.join(each)}. {INSTALL}")
    return f"all {len(found)} are there and fit together"


def needs_of_the_lab() -> list[str]:
    """Return what this copy of the lab needs, loosely.

    What was noted when it was installed may be older, or missing.
    """
    lines = (PROJECT_ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _installed(name: str) -> metadata.Distribution | None:
    return next(iter(metadata.distributions(name=name)), None)


def _misfit(
    package: metadata.Distribution | None, needed_by: str, need: Requirement
) -> Iterator[str]:
    """Yield what is wrong with a package, if anything."""
    if package is None:
        yield f"{need.name} is missing"
    elif not need.specifier.contains(package.version, prereleases=True):
        yield f"{need.name} is {package.version}, and {needed_by} needs {need.specifier}"


def check_runtime() -> str:
    """Load Microsoft's C++ runtime, on Windows: without it TensorFlow cannot be imported."""
    absent = []
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            absent.append(library)
    if absent:
        came = f"Windows has no {', '.join(absent)}, which TensorFlow needs."
        advice = 'Install the "Visual C++ Redistributable" (x64) from Microsoft\'s pages.'
        raise LabError(f"{came} {advice}")
    return "Microsoft's C++ runtime is there"
