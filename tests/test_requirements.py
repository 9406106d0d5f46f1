"""The one lock, requirements.txt: it is what requirements.in asks for, and all install from it."""

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cnnlab import OLDEST_PYTHON
from cnnlab.app import doctor


def requirements(path):
    """Return the requirements in a file, by name; comments are dropped."""
    lines = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    found = [Requirement(line) for line in lines if line]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def test_the_lock_holds_what_is_asked_for(project):
    asked = requirements(project / "requirements.in")
    locked = requirements(project / "requirements.txt")
    assert len(asked) > 20
    for name, need in asked.items():
        (exactly,) = locked[name].specifier
        assert exactly.operator == "=="
        assert need.specifier.contains(exactly.version), f"{need} is locked to {exactly}"


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-hub.txt"])
def test_every_package_is_locked_to_one_version(project, lock):
    for requirement in requirements(project / lock).values():
        assert [pin.operator for pin in requirement.specifier] == ["=="], requirement


def test_a_hub_changes_nothing_of_the_lab_and_students_get_none_of_it(project):
    lab = requirements(project / "requirements.txt")
    hub = requirements(project / "requirements-hub.txt")
    (need,) = requirements(project / "requirements-hub.in").values()
    (exactly,) = hub[need.name].specifier
    assert need.specifier.contains(exactly.version)
    assert need.name not in lab
    for name in lab.keys() & hub.keys():
        assert hub[name].specifier == lab[name].specifier


def test_every_way_to_install_takes_the_lock(project):
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    dynamic = settings["tool"]["setuptools"]["dynamic"]
    assert dynamic["dependencies"] == {"file": ["requirements.txt"]}
    # "-e ." takes what pyproject.toml says.
    assert "- -e ." in (project / "environment.yml").read_text(encoding="utf-8")
    assert "--requirement requirements.txt" in (project / "Makefile").read_text(encoding="utf-8")


def test_the_same_pythons_are_meant_as_in_pyproject(project):
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    major, newest = doctor.NEWEST
    assert settings["project"]["requires-python"] == f">={oldest},<{major}.{newest + 1}"
