"""Two hosts, of which one is cut off: in namespaces of their own, where this machine allows it."""

import subprocess
import sys
from pathlib import Path

import pytest

from labhelpers.files import PROJECT_ROOT
from tests.cnnlab.engine.hosts import APART, why_none

pytestmark = pytest.mark.engine
WHY_NONE = why_none()
INSIDE = Path(__file__).with_name("two_hosts.py")


@pytest.mark.skipif(WHY_NONE != "", reason=WHY_NONE)
def test_in_a_network_of_its_own(tmp_path):
    pytest_there = [sys.executable, "-m", "pytest", "-q", f"--basetemp={tmp_path / 'inside'}"]
    done = subprocess.run(
        [*APART, *pytest_there, INSIDE],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
