"""The notebooks as they are stored: run from top to bottom, without noise, readable without running."""

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
HEADINGS = ["What you'll do", "What you'll learn", "What you need", "What you learned"]
MAX_BYTES = 1_500_000
MAX_LINES = 15
ABSOLUTE_PATH = re.compile(
    r"(?<![\w./:<])/(?:home|Users|root|tmp|work|usr|opt|var|mnt|private)/|\b[A-Za-z]:\\\w"
)


class Stored:
    """A notebook's file and what is in it."""

    def __init__(self, name):
        self.name, self.path = name, FOLDER / f"{name}.ipynb"
        self.notebook = json.loads(self.path.read_text(encoding="utf-8"))
        self.cells = self.notebook["cells"]
        self.code = [
            cell
            for cell in self.cells
            if cell["cell_type"] == "code" and "".join(cell["source"]).strip()
        ]
        self.outputs = [output for cell in self.code for output in cell["outputs"]]

    def sources(self, cell_type):
        return ["".join(cell["source"]) for cell in self.cells if cell["cell_type"] == cell_type]


@pytest.fixture(params=[*STEPS, "dashboard"])
def stored(request):
    return Stored(request.param)


@pytest.fixture(params=STEPS)
def step(request):
    return Stored(request.param)


def test_there_are_these_seven_and_no_other():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == [*STEPS, "dashboard"]


def test_cells_were_run_in_order(stored):
    assert [cell["execution_count"] for cell in stored.code] == list(range(1, len(stored.code) + 1))


def test_no_empty_code_cells(stored):
    assert len(stored.code) == sum(cell["cell_type"] == "code" for cell in stored.cells)


def test_no_errors_and_nothing_on_stderr(stored):
    assert not [output for output in stored.outputs if output["output_type"] == "error"]
    assert not [output for output in stored.outputs if output.get("name") == "stderr"]


def test_no_svg_and_no_widget_that_would_not_show(stored):
    kinds = {kind for output in stored.outputs for kind in output.get("data", {})}
    assert not kinds & {"image/svg+xml", "application/vnd.jupyter.widget-view+json"}


def test_every_widget_says_the_same_each_time(stored):
    texts = ["".join(output.get("data", {}).get("text/plain", "")) for output in stored.outputs]
    assert not [text for text in texts if re.search(r"\bat 0x[0-9a-f]{6,}", text)]


def test_streams_are_in_one_piece(stored):
    for cell in stored.code:
        names = [output.get("name") for output in cell["outputs"]]
        assert not [
            name for name, following in itertools.pairwise(names) if name and name == following
        ]


def test_the_file_is_small_and_ends_its_lines_with_lf(stored):
    content = stored.path.read_bytes()
    assert len(content) < MAX_BYTES
    assert b"\r" not in content


def test_no_absolute_paths(stored):
    texts = [*stored.sources("code"), *stored.sources("markdown")]
    for output in stored.outputs:
        texts.append("".join(output.get("text", "")))
        texts += [
            "".join(value)
            for kind, value in output.get("data", {}).items()
            if kind.startswith("text/")
        ]
    assert not [text for text in texts if ABSOLUTE_PATH.search(text)]


def test_no_noise_in_the_metadata(stored):
    assert set(stored.notebook["metadata"]) == {"kernelspec", "language_info"}
    assert stored.notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert stored.notebook["metadata"]["language_info"] == {"name": "python"}
    assert {key for cell in stored.cells for key in cell["metadata"]} <= {"tags"}


def test_a_cell_is_one_idea(stored):
    assert not [source for source in stored.sources("code") if len(source.splitlines()) > MAX_LINES]


def test_every_step_has_one_cell_of_parameters(step):
    cells = [
        "".join(cell["source"])
        for cell in step.code
        if "parameters" in cell["metadata"].get("tags", [])
    ]
    assert len(cells) == 1
    names = set(re.findall(r"^(\w+)\s*=", cells[0], re.MULTILINE))
    assert {"SEED", "DATASET"} <= names
    if "EPOCHS" in names or step.name in TRAINING_STEPS:
        assert {"EPOCHS", "FILTERS", "NUM_TRAIN"} <= names


def test_every_step_opens_and_closes_alike(step):
    headings = re.findall(
        r"^#+ (.*?)\s*$", "\n".join(step.sources("markdown")).replace("’", "'"), re.MULTILINE
    )
    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS


def test_every_step_shows_a_picture(step):
    assert any(
        kind in output.get("data", {})
        for output in step.outputs
        for kind in ("image/png", "image/jpeg")
    )


def test_the_dashboard_is_three_short_cells_at_most():
    assert 1 <= len(Stored("dashboard").code) <= 3
