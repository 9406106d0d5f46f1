"""The pictures of step 5: what is drawn is what the arrays hold."""

import numpy as np
import pytest

from lessons import step_05


def test_steps_on_the_parabola_are_drawn_at_their_losses():
    figure = step_05.figures.plot_descent({0.25: [0.0, 1.5, 2.25], 1.1: [0.0, 6.6, -1.32]})
    points = [axes.lines[1].get_xydata() for axes in figure.axes]
    assert points[0].tolist() == [[0, 9], [1.5, 2.25], [2.25, 0.5625]]
    assert points[1][1] == pytest.approx([6.6, 12.96])
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["Rate 0.25 leads to 2.250", "Rate 1.1 leads to -1.320"]


def test_the_lowest_validation_loss_is_marked_on_its_epoch():
    figure = step_05.figures.plot_losses(
        {"A": {"loss": [3, 2, 1], "val_loss": [3, 1, 1.5]}}, mark_lowest=True
    )
    assert figure.axes[0].lines[2].get_xydata().tolist() == [[2, 1]]
    assert [(text.get_text(), text.xy) for text in figure.axes[0].texts] == [
        ("1.00", (2, 1)),
        ("1.50", (3, 1.5)),
    ]


def test_filters_are_drawn_in_per_cent():
    misread = np.array([[0.04, 0.06], [0.02, 0.02]])
    figure = step_05.figures.plot_filters([8, 16], dict.fromkeys("abc", np.array([1, 2])), misread)
    assert figure.axes[1].lines[0].get_ydata() == pytest.approx([5, 2])
    assert [text.get_text() for text in figure.axes[1].texts] == ["5.0 %", "2.0 %"]
