"""Names for sliders, and a watch over the kernel: what every page needs and ipywidgets does not give."""

from labhelpers.front_end import FrontEnd


class PageCare(FrontEnd):
    """An invisible widget that every panel holds; page_care.js says what it mends and what it watches."""

    text_form = "Care of the page"
