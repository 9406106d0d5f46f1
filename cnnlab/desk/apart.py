"""Work on a stranger's bytes in processes of their own, with limits; answers come as JSON.

On Linux and macOS they are forked from one process that has imported what they need, so that each
costs milliseconds. What goes wrong in one of them is a sentence, and never stops the desk.
"""

import contextlib
import json
import logging
import math
import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any

from cnnlab.desk.opening import BadHandInError
from labhelpers.errors import LabError

logger = logging.getLogger(__name__)

MOST_OF_AN_ANSWER = 16_000_000  # bytes of JSON
Work = Callable[..., dict[str, Any]]


class ApartError(LabError, RuntimeError):
    """A process of its own gave no answer; the message says why, for the hand-in's row."""


def context(preload: list[str]) -> Any:
    """Return how processes are started here; preload: the modules that they need."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    started = multiprocessing.get_context("forkserver")
    started.set_forkserver_preload(preload)
    return started


class Apart:
    """A process that does work, asked with `ask`; with limits of seconds and of memory.

    memory: bytes that it may have besides what it begins with; None for no limit.
    """

    def __init__(self, processes: Any, work: Work, memory: int | None = None) -> None:
        self._here, there = processes.Pipe()
        self._process = processes.Process(target=_serve, args=(there, work, memory), daemon=True)
        self._process.start()
        there.close()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def ask(self, within: float, /, **question: Any) -> dict[str, Any]:
        """Return the work's answer; ApartError where none comes within so many seconds."""
        try:
            self._here.send_bytes(json.dumps(question).encode())
            if not self._here.poll(within):
                raise ApartError(f"It took longer than {within:g} s, and was given up.")
            answer = json.loads(self._here.recv_bytes(MOST_OF_AN_ANSWER))
        except (OSError, EOFError, ValueError) as error:
            raise ApartError("The process that read it ended without an answer.") from error
        if "problem" in answer:
            raise ApartError(answer["problem"])
        return answer

    def end(self) -> None:
        """End the process, whatever it does."""
        self._here.close()
        self._process.kill()
        self._process.join()


def once(processes: Any, work: Work, within: float, memory: int, /, **question: Any) -> Any:
    """Return the answer of a process that is there for one question alone."""
    process = Apart(processes, work, memory)
    try:
        return process.ask(within, **question)
    finally:
        process.end()


def _serve(asked: Any, work: Work, memory: int | None) -> None:
    """Answer what is asked until nobody asks any more; runs in the process of its own."""
    if memory is not None:
        _limit_memory(memory)
    while True:
        try:
            question = json.loads(asked.recv_bytes())
        except (EOFError, OSError):
            return
        answer = _answer(work, question)
        asked.send_bytes(json.dumps(_finite(answer)).encode())


def _answer(work: Work, question: dict[str, Any]) -> dict[str, Any]:
    try:
        return work(**question)
    except BadHandInError as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": "It took more memory than a hand-in may, and was given up."}
    except Exception:
        logger.exception("A hand-in broke its reader")
        return {"problem": "It could not be read, and the lab does not know why (see the log)."}


def _finite(value: Any) -> Any:
    """Return a value as JSON can hold it: no NaN and no infinity."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, list | tuple) else value


def _limit_memory(more: int) -> None:
    """Let this process have so many bytes more; where the system has no such limit, no less."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
