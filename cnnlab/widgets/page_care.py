"""Names for sliders and a watch over the kernel, which ipywidgets does not give."""

from labhelpers.front_end import FrontEnd


class PageCare(FrontEnd):
    """An invisible widget in every panel; page_care.js says what it mends and watches."""

    heading = "Care of the page"
