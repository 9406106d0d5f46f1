"""Who comes to a server whose disk is full: a real one, on a real file system."""

import pytest

from tests.cnnlab.app.served import Server
from tests.small_disk import fill

pytestmark = pytest.mark.engine


@pytest.fixture
def server_on_disk(disk, free_port):
    """Return a server for visitors that has all its files on the small disk."""
    running = Server(free_port, disk, "--visitors", TMPDIR=str(disk), LAB_RUNS=str(disk / "runs"))
    yield running
    running.clean_up()


def test_who_comes_to_a_full_disk_reads_what_is_wrong_and_gets_the_page_later(
    server_on_disk, disk
):
    filler = fill(disk)
    refused = server_on_disk.get()
    assert refused.status == 503
    assert refused.headers["Retry-After"]
    assert "The server's disk is full" in refused.text
    assert "Tell your teacher" in refused.text
    assert server_on_disk.request("HEAD", "/").status == 503
    filler.unlink()
    assert server_on_disk.request("HEAD", "/").status == 200
    assert server_on_disk.get().status == 200
