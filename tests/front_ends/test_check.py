"""Without npm the functions are still tested; only where all must be checked that is a failure."""

import pytest

from tests.front_ends import check

FAILS = 'import { test } from "node:test";\ntest("it", () => { throw Error(); });\n'
PASSES = 'import { test } from "node:test";\ntest("it", () => {});\n'


@pytest.fixture
def no_tools(monkeypatch, tmp_path):
    """Have neither TypeScript and Biome nor an npm that fetches them; return the one test's file.

    Our own tests are run by `python -m tests.front_ends.check`.
    """
    monkeypatch.setattr(check, "FETCHED", tmp_path / "not there")
    monkeypatch.setenv("PATH", str(tmp_path))
    one = tmp_path / "one.test.js"
    monkeypatch.setattr(check, "TESTS", ["--test", str(one)])
    return one


def test_without_the_tools_a_sentence_says_so(no_tools, monkeypatch, capfd):
    monkeypatch.delenv("LAB_CI", raising=False)
    no_tools.write_text(PASSES)
    assert check.main() == 0
    assert "were not checked" in capfd.readouterr().out


def test_without_the_tools_ci_fails(no_tools, monkeypatch):
    monkeypatch.setenv("LAB_CI", "1")
    no_tools.write_text(PASSES)
    assert check.main() == 1


def test_a_function_that_is_wrong_is_a_failure(no_tools, monkeypatch):
    monkeypatch.delenv("LAB_CI", raising=False)
    no_tools.write_text(FAILS)
    assert check.main() == 1
