"""What a server takes and signs: the newest and the earlier ones, late or not, changed or not."""

import datetime
import errno
import io
import json
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from cnnlab.report import drop
from cnnlab.report.receipt import KEY_FILE, make_key, read_key, what_does_not_fit

UTC = datetime.UTC
NAMES = ("Ada Lovelace", "7")


def packed(**changes):
    """Return a zip as small as a hand-in can be."""
    arrays = io.BytesIO()
    np.savez_compressed(arrays, **{"0": np.ones(3, "float32")})
    told = {"name": "Ada", "training": {"seed": 3}, "sentences": {"next": "More."}} | changes
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("hand-in.json", json.dumps(told))
        archive.writestr("weights.npz", arrays.getvalue())
    return made.getvalue()


def opened(content):
    """Return hand-in.json, receipt.json and all files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files["hand-in.json"]), json.loads(files["receipt.json"]), files


def no_links(*_paths):
    raise OSError(errno.EOPNOTSUPP, "Operation not supported")


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "handed in"
    drop.open_drop(folder)
    return drop.Drop(folder, None)


def test_what_was_taken_lies_there_with_a_receipt_that_fits(place):
    content, receipt = drop.take(place, packed(), *NAMES)
    (file,) = place.folder.glob("*.zip")
    assert file.name == "cnn-lab-7-Ada-Lovelace.zip"
    assert file.read_bytes() == content
    told, found, files = opened(content)
    assert found == receipt
    assert what_does_not_fit(receipt, told, files, read_key(place.folder)) == ""


@pytest.mark.parametrize(
    "change",
    [{"name": "Eve"}, {"training": {"seed": 4}}, {"sentences": {"next": "Less."}}, {"cnn": {}}],
)
def test_a_hand_in_that_was_changed_afterwards_does_not_fit(place, change):
    told, receipt, files = opened(drop.take(place, packed(), *NAMES)[0])
    key = read_key(place.folder)
    assert "changed after it was taken" in what_does_not_fit(receipt, told | change, files, key)
    other = files | {"weights.npz": files["weights.npz"] + b"0"}
    assert "changed after it was taken" in what_does_not_fit(receipt, told, other, key)


@pytest.mark.parametrize(
    "changed", [{"time": "2020-01-01T00:00:00+00:00"}, {"late": True}, {"signature": "ä"}]
)
def test_a_receipt_that_was_changed_is_not_the_servers(place, changed, tmp_path):
    told, receipt, files = opened(drop.take(place, packed(), *NAMES)[0])
    key = read_key(place.folder)
    assert "or was changed" in what_does_not_fit(receipt | changed, told, files, key)
    make_key(tmp_path)
    assert "not signed with this key" in what_does_not_fit(
        receipt, told, files, read_key(tmp_path)
    )


@pytest.mark.parametrize("receipt", [None, 3, [], {}, {"signature": 7}])
def test_what_is_no_receipt_is_a_sentence(place, receipt):
    assert what_does_not_fit(receipt, {}, {}, read_key(place.folder)).endswith("this format.")


def test_again_replaces_and_the_earlier_ones_are_kept(place):
    first, _ = drop.take(place, packed(name="first"), *NAMES)
    second, _ = drop.take(place, packed(name="second"), *NAMES)
    third, _ = drop.take(place, packed(name="third"), *NAMES)
    drop.take(place, packed(), "Ada", "7")  # somebody else's
    assert (place.folder / "cnn-lab-7-Ada-Lovelace.zip").read_bytes() == third
    earlier = [path.read_bytes() for path in (place.folder / drop.EARLIER).iterdir()]
    assert sorted(earlier) == sorted([first, second])


@pytest.mark.skipif(os.name != "posix", reason="a full disk is had by a limit of POSIX")
def test_what_cannot_be_written_leaves_the_earlier_one_in_its_place(place):
    import resource

    first, _ = drop.take(place, packed(name="first"), *NAMES)
    before = sorted(path.name for path in place.folder.iterdir())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            drop.take(place, packed(name="second"), *NAMES)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (place.folder / "cnn-lab-7-Ada-Lovelace.zip").read_bytes() == first
    assert sorted(path.name for path in place.folder.iterdir()) == before
    assert not (place.folder / drop.EARLIER).exists()


@pytest.mark.parametrize("has_links", [True, False])
def test_what_tabs_hand_in_at_once_is_all_kept(place, has_links, monkeypatch):
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    with ThreadPoolExecutor(8) as tabs:
        tickets = [
            tabs.submit(drop.take, place, packed(name=str(tab)), *NAMES) for tab in range(8)
        ]
        taken = [ticket.result() for ticket in tickets]
    newest = (place.folder / "cnn-lab-7-Ada-Lovelace.zip").read_bytes()
    earlier = [path.read_bytes() for path in (place.folder / drop.EARLIER).iterdir()]
    assert sorted([newest, *earlier]) == sorted(content for content, _receipt in taken)


def test_who_waits_in_vain_for_others_is_told_so(place, monkeypatch):
    monkeypatch.setattr(drop, "SECONDS_FOR_OTHERS", 0.1)
    with drop._alone(place.folder), pytest.raises(ValueError, match="Try again in a minute"):
        drop.take(place, packed(), *NAMES)
    drop.take(place, packed(), *NAMES)


def test_a_late_one_is_marked_and_taken(place):
    until = datetime.datetime(2020, 1, 1, tzinfo=UTC)
    _, receipt = drop.take(drop.Drop(place.folder, until), packed(), *NAMES)
    assert receipt["late"]
    until = datetime.datetime(2999, 1, 1, tzinfo=UTC)
    _, receipt = drop.take(drop.Drop(place.folder, until), packed(), *NAMES)
    assert not receipt["late"]


def test_nobody_cannot_hand_in(place):
    with pytest.raises(ValueError, match="Type your name or your register number"):
        drop.take(place, packed(), " ", "")
    with pytest.raises(ValueError, match="The name came as"):
        drop.take(place, packed(), "a\nb", "7")
    assert not list(place.folder.glob("*.zip"))


def test_the_key_is_made_once_and_private(place):
    key = read_key(place.folder)
    drop.open_drop(place.folder)
    assert read_key(place.folder) == key
    if os.name == "posix":
        assert (place.folder / KEY_FILE).stat().st_mode & 0o077 == 0
    (place.folder / KEY_FILE).write_text("7\n")
    with pytest.raises(ValueError, match="its key cannot be read"):
        drop.take(place, packed(), *NAMES)


@pytest.mark.parametrize(("text", "hour"), [("2026-12-01T18:00", 18), ("2026-12-01", 0)])
def test_a_time_without_a_zone_is_this_machines(text, hour):
    assert drop.moment(text) == datetime.datetime(2026, 12, 1, hour).astimezone()


def test_a_time_with_a_zone_and_none_at_all():
    assert drop.moment("2026-12-01T18:00+05:30").utcoffset() == datetime.timedelta(hours=5.5)
    assert drop.moment("") is None
