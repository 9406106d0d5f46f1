"""Canaries for anywidget: what a front end uses of it beyond what it promises, tried for real.

Where one of them fails after an upgrade, its docstring says what in the lab would break.
"""

from cnnlab.widgets.page_care import PageCare


def test_it_takes_a_message_and_two_texts_from_a_class(browser_comm):
    """`front_end.FrontEnd`: _esm and _css as texts of a class, custom messages.

    Front ends would stay blank, or their buttons do nothing.
    """
    came = []

    class Listening(PageCare):
        def receive(self, content, buffers):
            came.append(content)

    widget = Listening()
    state = widget.get_state()
    for text in (state["_esm"], state["_css"]):
        assert isinstance(text, str)
    assert "careForNames" in state["_esm"]
    assert ".lab-banner" in state["_css"]
    widget.comm.receive(method="custom", content={"action": "go"})
    assert came == [{"action": "go"}]
