"""A hundred hand-ins of real short runs, twenty of them manipulated, before the instructor's desk.

What is measured is one `cnn-lab desk`: its time, the most memory of all of its processes together,
how many of the twenty are shown, and on how many of the others something untrue is remarked.
"""

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from benchmarks.page import row
from cnnlab.desk.spreadsheets import cell
from labhelpers.quiet import quiet_stderr
from tests.cnnlab.desk.manipulations import MANIPULATIONS
from tests.cnnlab.desk.packing import packed, unpacked

STUDENTS = 100
OF_ONE_TRAINING = 10
MOST_MINUTES = 5
MOST_GIGABYTES = 1.5


def hand_ins(folder, runs, count=STUDENTS):
    """Write the hand-ins of so many students, all of them honest."""
    with quiet_stderr():
        from tests.cnnlab.desk import students

    for first in range(1, count + 1, OF_ONE_TRAINING):
        numbers = range(first, min(first + OF_ONE_TRAINING, count + 1))
        trained = students.trained(runs, first, numbers)
        for number, run in zip(numbers, trained, strict=True):
            (folder / file_of(number)).write_bytes(students.hand_in(run, number))


def file_of(number):
    return f"{number:03}.zip"


def manipulate(folder, count=STUDENTS):
    """Manipulate one hand-in in five; return {its file: that of the one it was made with}."""
    done = {}
    for place, change in enumerate(MANIPULATIONS):
        number = 5 * place + 3
        other = (number + 46) % count or count
        if number > count:
            break
        files = unpacked((folder / file_of(number)).read_bytes())
        others = unpacked((folder / file_of(other)).read_bytes())
        (folder / file_of(number)).write_bytes(packed(change(files, others)))
        done[file_of(number)] = file_of(other)
    return done


def memory_of(process):
    """Return the bytes that a process and those it started take, shared ones counted once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:  # it is over
            continue
    return total


def watched(command):
    """Run a command; return its seconds and the most memory of its processes together."""
    began = time.perf_counter()
    started = subprocess.Popen(command)
    most = [0]

    def watch():
        while started.poll() is None:
            most[0] = max(most[0], memory_of(psutil.Process(started.pid)))
            time.sleep(0.3)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = started.wait()
    watcher.join()
    if code:
        raise RuntimeError(f"{command} ended with {code}")
    return time.perf_counter() - began, most[0]


def remarked(marks):
    """Return {file: (whether it asks for a look first, its remarks)} of a marks.csv."""
    import csv

    with open(marks, encoding="utf-8-sig", newline="") as file:
        return {
            line["file"]: (line["look first"] == "yes", line["remarks"])
            for line in csv.DictReader(file)
        }


def is_shown(change, found):
    """Say whether a row asks for a look, and for the right reason."""
    asks, remarks = found
    return asks and cell(MANIPULATIONS[change]) in remarks


def judged(found, done):
    """Return how many of the manipulated ones are shown, and the files of others remarked wrongly.

    What was copied from is remarked on rightly: it is shown beside its copy.
    """
    pairs = zip(done, MANIPULATIONS, strict=True)
    shown = sum(is_shown(change, found[file]) for file, change in pairs)
    copied_from = set(done.values())
    wrongly = [
        file
        for file, (asks, _) in found.items()
        if asks and file not in done and file not in copied_from
    ]
    for file in copied_from - set(done):
        parts = found[file][1].split(" / ") if found[file][0] else []
        if not all("that of" in part or "those of" in part for part in parts):
            wrongly.append(file)
    return shown, wrongly


def measure():
    """Return the rows of the benchmark's table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "hand-ins"
        folder.mkdir()
        hand_ins(folder, Path(name) / "runs")
        return _measured(folder, Path(name) / "marks")


def _measured(folder, to):
    done = manipulate(folder)
    command = [sys.executable, "-m", "cnnlab", "desk", str(folder), "--to", str(to)]
    seconds, memory = watched(command)
    found = remarked(to / "marks.csv")
    shown, wrongly = judged(found, done)
    for file, change in zip(done, MANIPULATIONS, strict=True):
        told = "shown" if is_shown(change, found[file]) else "NOT SHOWN"
        print(f"  {told}: {change.__name__}: {found[file][1]:.110}")
    for file in wrongly:
        print(f"  WRONG: {file}: {found[file][1]}")
    what = f"desk: {len(found)} hand-ins"
    return [
        row(what, seconds / 60, "min", MOST_MINUTES),
        row(f"{what}, memory of all its processes", memory / 1e9, "GB", MOST_GIGABYTES),
        row(f"desk: manipulated ones shown, of {len(done)}", shown, "", len(done)),
        row(f"desk: of {len(found) - len(done)} others remarked on wrongly", len(wrongly), "", 0),
    ]
