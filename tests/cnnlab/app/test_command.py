"""The command `cnn-lab`: its words, its help, and what it refuses."""

import os
import re
import subprocess
import sys
import tomllib

import pytest

from cnnlab import __main__ as command
from cnnlab.app import hand_ins
from cnnlab.engine import turns, workers
from cnnlab.report import drop
from cnnlab.runs import most_runs, quota
from cnnlab.session import limits_of_a_run

VARIABLES = ["MNIST_NPZ", "LAB_RUNS", "LAB_CACHE", "LAB_LOG"]
VARIABLES += ["DASK_SCHEDULER_ADDRESS", "DASK_CONFIG", "LAB_INSECURE"]
NO_WORDS = [["train"], ["Serve"], [""], ["doctors"], ["./notebook.ipynb"]]
NO_OPTIONS = [
    ["doctor", "--fast"],
    ["doctor", "engine"],
    ["serve", "doctor"],
    ["--port", "9000", "doctor"],
    ["serve", "--port", "nine"],
]


@pytest.fixture
def called(monkeypatch):
    """Note what is run, with which options, instead of running it."""
    calls = []
    for word, known in command.COMMANDS.items():

        def run(options, more, word=word):
            calls.append((word, vars(options), more))

        monkeypatch.setitem(command.COMMANDS, word, known._replace(run=run))
    return calls


def refusal(words, capsys):
    """Return what the command says of words that it ends with at once."""
    with pytest.raises(SystemExit) as ended:
        command.main(words)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_without_a_word_the_page_is_served(called):
    command.main([])
    command.main(["serve"])
    command.main(["--port", "9000"])
    assert [word for word, _options, _more in called] == ["serve"] * 3
    assert [options["port"] for _word, options, _more in called] == [8866, 8866, 9000]


def test_only_whoever_types_no_word_gets_a_browser(called):
    command.main([])
    command.main(["--no-browser"])
    command.main(["serve"])
    opens = "--Voila.open_browser=True"
    assert [more for _word, _options, more in called] == [[opens], [opens, "--no-browser"], []]


def test_the_options_of_serve(called):
    command.main(["serve", "--ip", "0.0.0.0", "--visitors", "--log", "lab.log"])
    ((_word, options, more),) = called
    assert options["ip"] == "0.0.0.0"
    assert options["visitors"]
    assert options["log"] == "lab.log"
    assert more == []


def test_how_much_the_page_holds_is_a_number(called, capsys):
    command.main(["serve", "--most-pages", "12", "--book-mb=50"])
    ((_word, options, more),) = called
    assert (options["most_pages"], options["book_mb"], more) == (12, 50, [])
    command.main(["serve", "--class", "60"])
    assert called[1][1]["class_size"] == 60
    for wrong in ("0", "-3", "many", "1.5"):
        assert "expected 1 or more" in refusal(["serve", f"--most-pages={wrong}"], capsys)
        assert "expected 1 or more" in refusal(["serve", f"--class={wrong}"], capsys)


def test_serve_takes_hand_ins_in_a_folder_with_a_key(tmp_path, monkeypatch):
    monkeypatch.setenv(drop.FOLDER, "")
    monkeypatch.setenv(drop.UNTIL, "")
    hand_ins.begin(None, None)
    assert drop.drop_here() is None
    hand_ins.begin(str(tmp_path / "new" / "folder"), "2026-12-01T18:00")
    place = drop.drop_here()
    assert place.folder == tmp_path / "new" / "folder"
    assert place.until == drop.moment("2026-12-01T18:00")
    assert (place.folder / "receipts.key").exists()
    (tmp_path / "file").write_text("")
    wrong = {
        "--until needs --hand-ins": (None, "2026-12-01"),
        "--until came as 'soon'; expected a time": (str(tmp_path), "soon"),
        "No hand-ins can be taken in": (str(tmp_path / "file"), None),
    }
    for sentence, (folder, until) in wrong.items():
        with pytest.raises(SystemExit, match=re.escape(sentence)):
            hand_ins.begin(folder, until)


def test_what_serve_does_not_know_goes_to_voila_in_its_order(called):
    voilas = ["--Voila.base_url=/lab/", "--template", "lab", "--log-level=10", "--vis=1"]
    command.main(["serve", *voilas, "--port", "9000"])
    command.main(voilas)
    assert called[0][2] == voilas
    assert called[1][2][1:] == voilas
    assert not called[0][1]["visitors"] and called[0][1]["log"] is None


def test_the_doctor_is_called(called):
    command.main(["doctor"])
    assert [word for word, _options, _more in called] == ["doctor"]


@pytest.mark.parametrize("words", NO_WORDS, ids=repr)
def test_an_unknown_word_is_refused_with_a_sentence(words, called, capsys):
    said = refusal(words, capsys)
    assert said == (
        f"cnn-lab does not know {words[0]!r}; expected one of serve, handout, desk, doctor, "
        "wheelhouse, certificates. See `cnn-lab --help`.\n"
    )
    assert called == []


@pytest.mark.parametrize("words", NO_OPTIONS, ids=repr)
def test_an_unknown_option_is_refused(words, called, capsys):
    assert words[-1] in refusal(words, capsys)
    assert called == []


def test_the_help_of_the_command_is_named_that_has_no_such_option(called, capsys):
    assert refusal(["desk", "x", "--retrian", "5"], capsys) == (
        "cnn-lab does not know '--retrian'; `cnn-lab desk` takes no such option. "
        "See `cnn-lab desk --help`.\n"
    )


def test_the_help_helps(capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    words = ["examples:", "--log lab.log", "where the logs are"]
    for word in [*command.COMMANDS, *VARIABLES, *words]:
        assert word in said
    assert max(map(len, said.splitlines())) <= 100


@pytest.mark.parametrize("word", command.COMMANDS)
def test_each_command_has_its_help(word, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main([word, "--help"])
    assert ended.value.code == 0
    assert f"usage: cnn-lab {word}" in capsys.readouterr().out


def test_the_installed_command_is_this_one(project):
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["scripts"] == {"cnn-lab": "cnnlab.__main__:main"}


def test_help_needs_no_package(project):
    help_of_serve = [sys.executable, "-S", "-m", "cnnlab", "serve", "--help"]
    environment = os.environ | {"PYTHONPATH": str(project)}
    done = subprocess.run(help_of_serve, capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--visitors" in done.stdout


def test_the_limits_of_a_shared_page_are_named_as_where_they_hold():
    variables = {
        "workers": workers.VARIABLE,
        "turn_seconds": turns.VARIABLE,
        "run_minutes": limits_of_a_run.VARIABLE,
        "book_runs": most_runs.VARIABLE,
        "book_mb": quota.VARIABLE,
    }
    assert variables == {option: variable for option, (variable, _) in command.LIMITS.items()}
    assert all(variable in command.EPILOG for variable in variables.values())
