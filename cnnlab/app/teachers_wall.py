"""The teacher's wall as the server has it: what it shows, asked beside the server's loop.

Files are read and written in one thread and the engine is asked in another, so that neither a
large class nor a frozen engine holds up a page, and a frozen engine no message.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from cnnlab import engine
from cnnlab.app import page_steps
from cnnlab.app.places import Places
from cnnlab.app.shared_engine import SharedEngine
from cnnlab.app.wall_key import WallKey
from cnnlab.engine.queue_now import QueueNow
from cnnlab.runs.class_folder import say_to_all, wall_secret
from cnnlab.wall.class_wall import ClassWall, Pages
from cnnlab.wall.ending import end_run
from cnnlab.widgets.markup import STEP_TITLES
from labhelpers.errors import LabError

logger = logging.getLogger(__name__)

SETTING = "cnn_lab_wall"  # under which Tornado's application keeps it; None for none
FIRST_SCREEN = "First screen"
SECONDS_TO_ANSWER = 1.0
SECONDS_TO_ACT = 10.0
UNSHOWN = "The server has no connection to the training engine, so the queue cannot be shown."
# Sentences on a wish stand in one line beside the box for messages.
UNDONE = "Without a connection to the training engine this cannot be done."
SILENT = "The training engine has not answered for a second; this is how the queue stood before."
NEVER_ANSWERED = "The training engine has not answered yet, so the queue cannot be shown."
NOT_BEGUN = "The training engine does not answer, so this was not done."
BEGUN = "The training engine does not answer; this may still be done."
FAULT = "That could not be done, by a fault that the server's log tells."
EXPECTED = "expected a pause, the end of a run, or a message"


class TeachersWall:
    """Shows the class, and does what the teacher wants.

    folder: where pages say at which step they are. shared: the server's engine, None for none.
    address: where students find the page, "" until that is known.
    """

    def __init__(self, places: Places, folder: Path, shared: SharedEngine | None) -> None:
        self.key = WallKey(wall_secret())
        self.address = ""
        self._places = places
        self._folder = folder
        self._shared = shared
        self._wall = ClassWall(self.key.secret, [FIRST_SCREEN, *STEP_TITLES])
        self._reading = ThreadPoolExecutor(1, "wall")
        self._asking = ThreadPoolExecutor(1, "wall-engine")
        self._question: asyncio.Future[QueueNow] | None = None
        self._queue: QueueNow | None = None

    async def state(self, hours: int) -> bytes:
        """Return the state of everything as JSON; hours: how old runs may be, 0 for any age."""
        pages = self._places.open_pages
        queue, problem = await self._queue_now()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, self._read, pages, queue, problem, hours)

    def _read(
        self, pages: dict[str, str | None], queue: QueueNow | None, problem: str, hours: int
    ) -> bytes:
        now = time.time()
        found = (page_steps.read(self._folder, kernel, now) for kernel in pages)
        steps = [(at.step, at.since) for at in found if at is not None]
        known = {who for who in pages.values() if who is not None}
        visitors = len(known) + sum(who is None for who in pages.values())
        inside = Pages(len(pages), self._places.most_pages, visitors, steps)
        state = self._wall.state(inside, queue, problem, hours)
        return json.dumps(state, allow_nan=False).encode()

    async def _queue_now(self) -> tuple[QueueNow | None, str]:
        """Return the queue, and a sentence where it is not known, or was known before."""
        reached = self._engine
        if reached is None:
            return None, UNSHOWN
        if self._question is None or self._question.done():
            loop = asyncio.get_running_loop()
            self._question = loop.run_in_executor(self._asking, reached.queue_now)
        try:
            answer = asyncio.shield(self._question)
            self._queue = await asyncio.wait_for(answer, SECONDS_TO_ANSWER)
        except TimeoutError:
            return self._queue, SILENT if self._queue else NEVER_ANSWERED
        except Exception:  # the connection broke off, and is tried again
            logger.info("No answer about the queue", exc_info=True)
            return None, UNSHOWN
        return self._queue, ""

    @property
    def _engine(self) -> engine.Engine | None:
        reached = self._shared.engine if self._shared else None
        return reached if reached is not None and reached.is_connected else None

    async def act(self, wish: object) -> None:
        """Do what the teacher wants; ValueError, with a sentence, where that cannot be done."""
        thread, do = self._wished(wish if isinstance(wish, dict) else {})
        doing = thread.submit(do)
        most = SECONDS_TO_ACT if thread is self._asking else None
        try:
            await asyncio.wait_for(asyncio.wrap_future(doing), most)
        except ValueError:
            raise
        except TimeoutError as error:
            # Cancelled, it is never done, unless it has begun.
            raise ValueError(NOT_BEGUN if doing.cancel() else BEGUN) from error
        except OSError as error:
            logger.warning("A wish at the wall was not fulfilled.", exc_info=True)
            raise ValueError(f"That could not be done ({error.strerror or error}).") from error
        except LabError as error:
            raise ValueError(str(error)) from error
        except Exception as error:
            logger.exception("A wish at the wall was not fulfilled.")
            raise ValueError(FAULT) from error

    def _wished(self, wish: dict[str, Any]) -> tuple[ThreadPoolExecutor, Callable[[], object]]:
        """Return what does what is wished, and where; ValueError where nothing of ours is."""
        match wish:
            case {"pause": bool(is_paused)}:
                return self._asking, lambda: self._pause(is_paused)
            case {"end": str(name)}:
                return self._asking, lambda: self._end(name)
            case {"message": str(text)}:
                return self._reading, lambda: say_to_all(text)
        raise ValueError(f"The wish came as {wish!r:.60}; {EXPECTED}.")

    def _pause(self, is_paused: bool) -> None:
        if self._shared is None or self._engine is None:
            raise ValueError(UNDONE)
        self._shared.pause(is_paused)

    def _end(self, name: str) -> None:
        reached = self._engine
        if reached is None:
            raise ValueError(UNDONE)
        end_run(reached, self._wall.run_called(name))
