"""Room to breathe, kept: short files, one thought a line, lines as a book has them."""

import ast
import io
import subprocess
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 300
MOST_CHARACTERS = 38  # a line of code, on average: 28 to 35 in the best projects of the field
SOURCES = ("*.py", "*.js", "*.css", "*.jinja", "*.j2")
PACKAGES = ("labhelpers", "cnnlab", "lessons")
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def tracked(*patterns):
    """Return the files that git tracks, or would, and whose names fit one of the patterns."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def docstring_lines(tree):
    """Yield the numbers of the lines that docstrings stand on."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node):
            yield from range(node.body[0].lineno, node.body[0].end_lineno + 1)


def code_lines(source):
    """Return the lines that hold code, without their indentation: no comments, no docstrings."""
    numbers = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in LAYOUT:
            numbers |= set(range(token.start[0], token.end[0] + 1))
    numbers -= set(docstring_lines(ast.parse(source)))
    lines = source.splitlines()
    return [lines[number - 1].strip() for number in sorted(numbers)]


def assignments(source):
    """Yield for each assignment whether it packs several into one, as `a, b = x, y` does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            yield isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)


def sources_of(package):
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / package).rglob("*.py"))]


def test_no_file_is_longer_than_300_lines():
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in tracked(*SOURCES)
    }
    assert len(lengths) > 100
    long = {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > MOST_LINES}
    assert not long, f"a file is one idea; these hold more: {long}"


@pytest.mark.parametrize("package", PACKAGES)
def test_lines_are_short_on_average(package):
    lines = [line for source in sources_of(package) for line in code_lines(source)]
    average = sum(map(len, lines)) / len(lines)
    assert average <= MOST_CHARACTERS, f"{average:.1f} characters a line of code in {package}/"


@pytest.mark.parametrize("package", PACKAGES)
def test_an_assignment_is_one_thought(package):
    packed = [is_packed for source in sources_of(package) for is_packed in assignments(source)]
    assert sum(packed) <= 0.01 * len(packed), f"{sum(packed)} of {len(packed)} in {package}/"


def test_the_small_module_stays_small():
    lines = sum(len(code_lines(source)) for source in sources_of("labhelpers"))
    assert lines < 2460, f"labhelpers/ has {lines} lines of code: what does only the page need?"
