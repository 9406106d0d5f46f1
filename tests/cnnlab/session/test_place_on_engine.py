"""A page says where in the queue its run is, also after a reload, and no more when it begins."""

import pytest

from cnnlab.runs import Book
from cnnlab.session import LabSession
from cnnlab.widgets.training import training_panel
from tests.cnnlab.engine.driving import start
from tests.cnnlab.session.waiting import wait_for, wait_for_status

pytestmark = pytest.mark.engine


def test_a_run_that_waits_has_its_place_on_the_page_and_on_the_page_loaded_again(
    started, lab_runs
):
    engine = started.engine.connected()
    other, follower = start(engine, Book("other", lab_runs), epochs=100)
    follower.wait(lambda state: state.status == "training")
    panel = training_panel(started)
    panel.train.click()
    wait_for(started, lambda: any(row["place"] for row in panel.table.rows))
    assert panel.table.rows[0]["place"].startswith("1 run before yours, ")
    assert '<b class="lab-status">waiting</b>. 1 run before yours, ' in panel.status.value
    assert panel.notice.value == ""

    again = LabSession("tests", started.digits).start()
    wait_for(again, lambda: again.shown.place.startswith("1 run before yours, "), 60)
    again.close()

    engine.request(other, "stop")
    wait_for_status(started, "training")
    assert started.shown.place == "" and panel.table.rows[0]["place"] == ""
    assert started.wait(300).status == "finished"
