"""The slides: built by nbconvert into one file that needs no network, with the lab's figures."""

import json
import re

import pytest
from nbconvert import HTMLExporter

from labhelpers.files import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "notebooks" / "slides"
NOTEBOOK = FOLDER / "slides.ipynb"


@pytest.fixture(scope="module")
def cells():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


@pytest.fixture(scope="module")
def deck():
    """Return the HTML of the slides, as `make slides` writes it."""
    html, _resources = HTMLExporter(template_name=str(FOLDER / "deck")).from_filename(NOTEBOOK)
    return html


def slides(deck):
    """Return the HTML of each slide."""
    return re.findall(r"<section .*?</section>", deck, re.DOTALL)


def test_there_are_about_twenty_and_each_has_a_heading(deck):
    assert 18 <= len(slides(deck)) <= 24
    for number, slide in enumerate(slides(deck), start=1):
        assert f'id="slide-{number}"' in slide
        assert len(re.findall(r"<h[12]", slide)) == 1


def test_every_figure_is_there_with_a_text_and_no_code(deck, cells):
    figures = [cell for cell in cells if "".join(cell["source"]).count("plot_")]
    assert len(figures) >= 14
    pictures = re.findall(r"<img[^>]*>", deck)
    assert len(pictures) == len(figures)
    for picture in pictures:
        assert 'src="data:image/png;base64,' in picture
        assert re.search(r'alt="Picture: [^"<>]{5,}"', picture), picture[:80]
    assert "plot_" not in deck
    assert "import numpy" not in deck


def test_it_needs_no_network(deck):
    elsewhere = r"""(?:src|href)=["'](?!#|data:)|@import|url\("""
    assert not re.search(elsewhere, deck)


def test_it_was_run_in_order_and_nothing_went_wrong(cells):
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    for cell in code:
        for output in cell["outputs"]:
            assert output["output_type"] in ("execute_result", "display_data")


def test_what_is_for_the_speaker_is_no_slide(deck):
    notes = re.findall(r'<aside class="notes">.*?</aside>', deck, re.DOTALL)
    assert notes
    assert all("<h" not in note for note in notes)
