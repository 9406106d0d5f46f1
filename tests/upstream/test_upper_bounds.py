"""An upgrade beyond what was tried is a decision: the canaries' libraries have upper bounds."""

from pathlib import Path

from packaging.requirements import Requirement

from cnnlab.app.packages import needs_of_the_lab

# The libraries that have canaries: each has a file here that is called after it.
CANARIES = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
# TensorFlow says what Keras it takes; Dask has canaries in two files.
DECIDED_BY = {"keras": "tensorflow", "distributed_turns": "distributed"}
UPPER = ("<", "<=", "~=", "==")


def test_each_library_with_a_canary_has_an_upper_bound():
    needs = map(Requirement, needs_of_the_lab())
    bounded = {
        need.name
        for need in needs
        if any(specifier.operator in UPPER for specifier in need.specifier)
    }
    libraries = {DECIDED_BY.get(name, name) for name in CANARIES - {"upper_bounds"}}
    assert len(libraries) >= 6
    assert libraries <= bounded, f"no upper bound: {libraries - bounded}"
