"""A notebook that shows one slider, and what page_care.js finds in its page."""

import nbformat.v4

SECONDS = 60
CELL = "import ipywidgets\nipywidgets.IntSlider(description='Epochs')"
CONFIG = "JSON.parse(document.getElementById('jupyter-config-data').textContent)"
PARTS = """() => {
  const handle = document.querySelector(".noUi-handle");
  const box = handle.closest(".jupyter-widgets.widget-inline-hbox");
  const label = box.querySelector(":scope > .widget-label");
  const readout = box.querySelector(".widget-readout");
  const isEditable = readout.isContentEditable || readout.hasAttribute("contenteditable");
  return [label.textContent.trim(), isEditable];
}"""


def write_notebook(folder):
    """Write page.ipynb, which was not run yet."""
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    content.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    (folder / "page.ipynb").write_text(nbformat.v4.writes(content), encoding="utf-8")


def slider_parts(page):
    """Wait for the slider; return its label, and whether its number can be edited."""
    page.locator(".noUi-handle").first.wait_for(timeout=SECONDS * 1000)
    return page.evaluate(PARTS)
