"""A folder, or a USB stick, from which the lab is installed without internet.

It holds the wheels of everything in requirements.txt for one system and one Python, uv and pip
among them, and MNIST where this machine has it.
"""

import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from packaging.markers import default_environment
from packaging.requirements import Requirement

from labhelpers.archive import DataError
from labhelpers.digits import load_digits, mnist_places
from labhelpers.files import PROJECT_ROOT

logger = logging.getLogger(__name__)


class Platform(NamedTuple):
    """The values of a system that markers in requirements.txt ask for, and its wheels' tags."""

    markers: dict[str, str]
    tags: Sequence[str]


# Linux from Debian 12 and Ubuntu 22.04 on, macOS from 14 on. pip takes a macOS's tag for those of
# all older ones, and does not do so for Linux's.
MANYLINUX = [f"manylinux_2_{minor}_x86_64" for minor in range(35, 16, -1)]
PLATFORMS = {
    "windows": Platform(
        {"os_name": "nt", "sys_platform": "win32", "platform_machine": "AMD64"},
        ["win_amd64"],
    ),
    "macos": Platform(
        {"os_name": "posix", "sys_platform": "darwin", "platform_machine": "arm64"},
        ["macosx_14_0_arm64"],
    ),
    "linux": Platform(
        {"os_name": "posix", "sys_platform": "linux", "platform_machine": "x86_64"},
        [*MANYLINUX, "manylinux2014_x86_64"],
    ),
}


def pins_for(platform: str, python: str) -> Iterator[str]:
    """Yield the pins of requirements.txt that hold for a platform and a Python such as "3.11"."""
    here = cast("dict[str, str]", default_environment())
    asked = {"python_version": python, "python_full_version": f"{python}.0"}
    environment = here | asked | PLATFORMS[platform].markers
    text = (PROJECT_ROOT / "requirements.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        pin = line.partition("#")[0]
        if not pin.strip():
            continue
        requirement = Requirement(pin)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield f"{requirement.name}{requirement.specifier}"


def fill(folder: Path, platform: str, python: str) -> None:
    """Download the wheels into `folder`; exit with a sentence where that cannot be done."""
    tags = [f"--platform={tag}" for tag in PLATFORMS[platform].tags]
    kind = ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}", *tags]
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *kind]
    done = subprocess.run([*download, f"--dest={folder}", *pins_for(platform, python)])
    if done.returncode:
        sys.exit(f"Not all wheels could be downloaded; pip says why. {folder} holds the others.")


def mnist_here() -> Path | None:
    """Return a file of this machine that holds MNIST, which a file of one's own does not."""
    for place, _described, _advice in mnist_places():
        try:
            digits = load_digits(place)
        except DataError:
            logger.warning("%s cannot be opened", place, exc_info=True)
            continue
        if digits.name == "MNIST":
            return Path(digits.source)
    return None


def main(folder: str, platform: str, python: str) -> None:
    """Run the command `cnn-lab wheelhouse`."""
    place = Path(folder)
    mnist = mnist_here()
    try:
        place.mkdir(parents=True, exist_ok=True)
        if mnist is not None:
            shutil.copyfile(mnist, place / "mnist.npz")
    except OSError as error:
        came = f"{place} cannot be filled ({error.strerror or error})."
        sys.exit(f"{came} Name a folder that you may write in, on a disk with 1 GB of room.")
    fill(place, platform, python)
    size = sum(path.stat().st_size for path in place.iterdir())
    digits = "MNIST too" if mnist else "but no MNIST: that is not on this machine"
    sys.stdout.write(
        f"{place} holds what the lab needs on {platform} with Python {python}, {digits} "
        f"({size / 1e6:,.0f} MB).\nGive it away with the project's folder; README.md says under "
        '"Without internet" how the lab is installed from it.\n'
    )
