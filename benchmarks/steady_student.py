"""A student who stays through what goes wrong: comes back, and does what the page says."""

import re
import time
from contextlib import suppress

from websockets.exceptions import ConnectionClosed

from benchmarks.student import MOVES, SECONDS_TO_TRAIN, LivePage, Student

STATUS = re.compile(r'class="lab-status">(\w+)</b>(.*?)</div>', re.DOTALL)
# What no page is to show: an error that nobody has made a sentence of.
ALARMS = ("Traceback", "Something unexpected")
WAITING_ROOM = 503
SECONDS_TO_ANSWER = 120
SECONDS_TO_COME_BACK = 300
SECONDS_BETWEEN_TRIES = 0.5
# What the page's button is called that does what the page advises, by the run's status.
ADVISED = {"paused": "Resume", "failed": "Train"}
NOT_KEPT = "not be kept"


class SteadyStudent(Student):
    """One of a class in which something goes wrong; what fails is noted, and the next part done.

    num_runs: how many runs this student has begun. lost_pages: how often the page broke off.
    said: what the page has said of the run, sentences.
    """

    def __init__(self, address, query, lesson):
        super().__init__(address, query, lesson)
        self.num_runs = 0
        self.lost_pages = 0
        self.said = []

    def run(self):
        for part in self.lesson:
            try:
                if self._is_called_to(part):
                    getattr(self, part.name)()
            except Exception as error:
                self.errors.append(f"{part.name}: {type(error).__name__}: {error}")
            part.is_done(self)

    def _wait_a_moment(self):
        try:
            super()._wait_a_moment()
        except ConnectionClosed:
            self._lose_page()

    def _lose_page(self):
        self.said += self._sentences()
        self.page = None
        self.lost_pages += 1

    @property
    def book(self):
        """The name of the book that the browser's cookie says."""
        return self.visitor.cookies["cnn-lab-book"].value

    @property
    def status(self):
        """The status of the run on the chart, and what is said of it; two empty texts for none."""
        shown = [str(state.get("value", "")) for state in self.page.states.values()]
        found = list(filter(None, map(STATUS.search, shown)))
        return (found[0][1], found[0][2].strip(" .")) if found else ("", "")

    def _sentences(self):
        """Return what the page has said of the run since this was asked last."""
        found = filter(None, map(STATUS.search, self.page.values))
        told = [f"{match[1]}{match[2].strip()}" for match in found]
        alarms = [value for value in self.page.values if any(word in value for word in ALARMS)]
        self.errors += [f"the page shows: {alarm}" for alarm in alarms]
        self.page.values.clear()
        return told

    def take_what_was_said(self):
        """Return what the page has said since this was asked last; only while nothing is done."""
        if self.page is not None:
            self.said += self._sentences()
        told, self.said = self.said, []
        return told

    # The parts of the lesson

    def train(self):
        super().train()
        self.num_runs += 1

    def answer(self):
        """Move a slider, and see that the page follows."""
        page = self.page
        filters = page.states[page.having("values")]["values"]["filters"]
        self._move_to(8 + (filters - 7) % MOVES, SECONDS_TO_ANSWER)

    def press_in_vain(self):
        """Press Train where no run can begin, and see that the page says what to do."""
        self.page.click("Train")
        self.page.wait_for(lambda: self.status[0] in ("failed", "training", "finished"))
        if self.status[0] != "failed":
            raise RuntimeError(f"Train was pressed in vain, and the run is {self.status}")

    def go_on(self):
        """Do what the page says until the run has finished, and is kept."""
        began = time.perf_counter()
        deadline = time.monotonic() + SECONDS_TO_TRAIN
        while not self._has_finished():
            if time.monotonic() > deadline:
                raise TimeoutError(f"the run is {self.status}")
            self._do_as_told()
            self.page.take_for(SECONDS_BETWEEN_TRIES)
        self._measure("go on", began)

    def _has_finished(self):
        word, sentence = self.status
        return word == "finished" and NOT_KEPT not in sentence

    def _do_as_told(self):
        word, sentence = self.status
        if word == "finished":
            self.come_back()
        if word not in ADVISED:
            return
        if ADVISED[word] not in sentence:
            self.errors.append(f"the page says no way on: {word}. {sentence}")
        self.num_runs += word == "failed"
        self.page.click(ADVISED[word])
        self.page.wait_for(lambda: self.status[0] != word)

    def come_back(self):
        """Open the page again in the same browser, and see that it finds its book of runs."""
        began = time.perf_counter()
        if self.page is not None:
            self.said += self._sentences()
            self.page.socket.close()
        self._open_again(time.monotonic() + SECONDS_TO_COME_BACK)
        page = LivePage(self.visitor.socket())
        page.load(self.query)
        page.wait_for(lambda: page.model(description="Train"))
        table = page.having("rows", "longest_title")
        page.wait_for(lambda: len(page.states[table]["rows"]) == self.num_runs)
        self.page = page
        self._measure("come back", began)

    def _open_again(self, deadline):
        """Ask for the page until it comes, as a person does where nobody answers."""
        while time.monotonic() < deadline:
            with suppress(OSError):
                answer = self.visitor.open(f"/?{self.query}")
                if answer.status == 200:
                    return
                if answer.status != WAITING_ROOM:
                    raise RuntimeError(f"the page came with status {answer.status}")
            time.sleep(SECONDS_BETWEEN_TRIES)
        raise TimeoutError("the page did not come again")
