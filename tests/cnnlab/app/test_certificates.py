"""`cnn-lab certificates`: one file, with which a cluster's members know each other, tried."""

import os
import stat

import pytest

from cnnlab.__main__ import main
from cnnlab.app import doctor


def test_the_file_is_its_owners_and_is_never_written_over(tmp_path, capsys):
    folder = tmp_path / "cluster"
    main(["certificates", str(folder)])
    file = folder / "dask.yaml"
    assert str(file) in capsys.readouterr().out
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    written = file.read_text()
    with pytest.raises(SystemExit, match="holds certificates already"):
        main(["certificates", str(folder)])
    assert file.read_text() == written


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match="Name a folder that you may write in"):
        main(["certificates", str(tmp_path / "file")])


def test_a_cluster_elsewhere_without_tls_is_a_problem(monkeypatch, capsys):
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://198.51.100.7:8786")
    assert doctor.report([doctor.check_engine])
    said = capsys.readouterr().out
    assert said.startswith("problem  engine    DASK_SCHEDULER_ADDRESS is tcp://198.51.100.7:8786")
    assert "whoever reaches that scheduler can run programs as you" in said
