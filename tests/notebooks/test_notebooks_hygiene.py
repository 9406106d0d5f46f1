"""The notebooks as they are stored: run top to bottom, without noise, readable as they are."""

import itertools
import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
STEPS = [
    "01_define_the_problem",
    "02_load_the_data",
    "03_preprocess_the_images",
    "04_build_the_cnn",
    "05_train_the_cnn",
    "06_evaluate_the_cnn",
]
TRAINING_STEPS = {"05_train_the_cnn", "06_evaluate_the_cnn"}
HEADINGS = [
    "What you'll do",
    "What you'll learn",
    "What you need",
    "What you learned",
]
MAX_BYTES = 1_500_000
MAX_LINES = 15
ABSOLUTE_PATH = re.compile(
    r"(?<![\w./:<])/(?:home|Users|root|tmp|work|usr|opt|var|mnt|private)/|\b[A-Za-z]:\\\w"
)


class Stored:
    """A notebook's file and what is in it."""

    def __init__(self, name):
        self.name = name
        self.path = FOLDER / f"{name}.ipynb"
        text = self.path.read_text(encoding="utf-8")
        self.notebook = json.loads(text)
        self.cells = self.notebook["cells"]
        self.code = [cell for cell in self.of_type("code") if source(cell).strip()]
        self.outputs = []
        for cell in self.code:
            self.outputs += cell["outputs"]

    def of_type(self, cell_type):
        """Return the cells of a type, "code" or "markdown"."""
        return [cell for cell in self.cells if cell["cell_type"] == cell_type]

    def sources(self, cell_type):
        """Return the text of each cell of a type."""
        return [source(cell) for cell in self.of_type(cell_type)]

    def kinds(self):
        """Return the MIME types of all that its cells showed."""
        kinds = set()
        for output in self.outputs:
            kinds |= output.get("data", {}).keys()
        return kinds


def source(cell):
    return "".join(cell["source"])


def tags(cell):
    return cell["metadata"].get("tags", [])


@pytest.fixture(params=[*STEPS, "dashboard"])
def stored(request):
    return Stored(request.param)


@pytest.fixture(params=STEPS)
def step(request):
    return Stored(request.param)


def test_there_are_these_seven_and_no_other():
    names = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
    assert names == [*STEPS, "dashboard"]


def test_cells_were_run_in_order(stored):
    counts = [cell["execution_count"] for cell in stored.code]
    assert counts == list(range(1, len(stored.code) + 1))


def test_no_empty_code_cells(stored):
    assert stored.code == stored.of_type("code")


def test_no_errors_and_nothing_on_stderr(stored):
    for output in stored.outputs:
        assert output["output_type"] != "error"
        assert output.get("name") != "stderr"


def test_no_svg_and_no_widget_that_would_not_show(stored):
    assert "image/svg+xml" not in stored.kinds()
    assert "application/vnd.jupyter.widget-view+json" not in stored.kinds()


def test_every_widget_says_the_same_each_time(stored):
    for output in stored.outputs:
        data = output.get("data", {})
        text = "".join(data.get("text/plain", ""))
        assert not re.search(r"\bat 0x[0-9a-f]{6,}", text), text


def test_streams_are_in_one_piece(stored):
    for cell in stored.code:
        names = [output.get("name") for output in cell["outputs"]]
        for name, following in itertools.pairwise(names):
            assert not name or name != following


def test_the_file_is_small_and_ends_its_lines_with_lf(stored):
    content = stored.path.read_bytes()
    assert len(content) < MAX_BYTES
    assert b"\r" not in content


def test_no_absolute_paths(stored):
    texts = [*stored.sources("code"), *stored.sources("markdown")]
    for output in stored.outputs:
        texts.append("".join(output.get("text", "")))
        data = output.get("data", {})
        kinds = [kind for kind in data if kind.startswith("text/")]
        texts += ["".join(data[kind]) for kind in kinds]
    for text in texts:
        assert not ABSOLUTE_PATH.search(text), text


def test_no_noise_in_the_metadata(stored):
    metadata = stored.notebook["metadata"]
    assert metadata.keys() == {"kernelspec", "language_info"}
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["language_info"] == {"name": "python"}
    for cell in stored.cells:
        assert cell["metadata"].keys() <= {"tags"}


def test_a_cell_is_one_idea(stored):
    for code in stored.sources("code"):
        assert len(code.splitlines()) <= MAX_LINES, code


def test_every_step_has_one_cell_of_parameters(step):
    (cell,) = [cell for cell in step.code if "parameters" in tags(cell)]
    names = set(re.findall(r"^(\w+)\s*=", source(cell), re.MULTILINE))
    assert {"SEED", "DATASET"} <= names
    if "EPOCHS" in names or step.name in TRAINING_STEPS:
        assert {"EPOCHS", "FILTERS", "NUM_TRAIN"} <= names


def test_every_step_opens_and_closes_alike(step):
    prose = "\n".join(step.sources("markdown")).replace("’", "'")
    headings = re.findall(r"^#+ (.*?)\s*$", prose, re.MULTILINE)
    common = [heading for heading in headings if heading in HEADINGS]
    assert common == HEADINGS


def test_every_step_shows_a_picture(step):
    assert step.kinds() & {"image/png", "image/jpeg"}


def test_the_dashboard_is_three_short_cells_at_most():
    assert 1 <= len(Stored("dashboard").code) <= 3
