"""Which thread may do what: traits change in the state lane alone, while no lock is held."""

import threading
import time
import types

import pytest

from cnnlab.session import turn
from labhelpers.events import Finished, Progress
from tests.recorded import recorded_run
from tests.waiting import painted

LOCKS = (type(threading.Lock()), type(threading.RLock()))


def parts(session):
    return [session, session.next_run, session.open_book, session.shown, session.inspector]


def locks_in(owner, seen):
    """Yield every lock that an object of the lab's own holds, or one that it holds."""
    if id(owner) in seen:
        return
    seen.add(id(owner))
    for value in vars(owner).values():
        for held in value if isinstance(value, list | tuple) else [value]:
            if isinstance(held, LOCKS):
                yield held
            elif type(held).__module__.startswith("cnnlab."):
                yield from locks_in(held, seen)


def is_free(lock):
    """Say whether another thread can take a lock now."""
    taken = []

    def take():
        if lock.acquire(timeout=1):
            taken.append(lock)
            lock.release()

    other = threading.Thread(target=take)
    other.start()
    other.join(10)
    return bool(taken)


@pytest.fixture
def runs(session):
    """Return two measured runs of the session's book; the second one is shown."""
    runs = [recorded_run(session.book, name, filters=8) for name in ("first", "second")]
    session.open_book.refresh()
    session.shown.show(runs[1], runs[1].progress)
    return runs


def hear(session, progress):
    """Bring news of the shown run as Dask does, in a thread of its own."""
    dask = threading.Thread(target=session.news.put, args=(session.shown.run, progress))
    dask.start()
    dask.join(10)
    session.do(list)


def load_first(session):
    session.load("first")


def select_first(session):
    session.open_book.select("first")
    session.open_book.select("second")


def rename(session):
    session.open_book.rename("first", "another title")


def delete_and_undo(session):
    session.open_book.delete("second")
    session.open_book.undo()


def refuse_to_delete(session):
    session.open_book.delete("no such run")


def refresh(session):
    recorded_run(session.book, "third", filters=9)
    session.open_book.refresh()


def choose(session):
    session.next_run.choose(filters=9, epochs=4)


def refuse_a_choice(session):
    session.next_run.choose(filters=-1)


def hear_an_epoch(session):
    hear(session, Progress(status="training", epoch=1))


def hear_an_end(session):
    hear(session, session.shown.progress.after(Finished("It is over.")))


def lose_a_worker(session):
    session._on_death([str(session.shown.run.folder)])
    session.do(list)


def fail_in_a_lane(session):
    session.in_background(lambda: 1 / 0)
    session.do(list)


ACTIONS = [
    load_first,
    select_first,
    rename,
    delete_and_undo,
    refuse_to_delete,
    refresh,
    choose,
    refuse_a_choice,
    hear_an_epoch,
    hear_an_end,
    lose_a_worker,
    fail_in_a_lane,
]


@pytest.mark.parametrize("act", ACTIONS)
def test_while_a_trait_changes_every_lock_is_free_and_the_thread_is_the_state_lanes(
    session, runs, act
):
    locks = list(locks_in(session, set()))
    assert len(locks) >= 5  # of the news and of four lanes
    state_thread = session.do(threading.get_ident)
    changes = []

    def look(change):
        taken = [lock for lock in locks if not is_free(lock)]
        changes.append((change.name, threading.get_ident(), taken))

    for part in parts(session):
        part.observe(look)
    act(session)
    painted(session)
    assert changes
    assert {thread for _, thread, _ in changes} == {state_thread}
    assert [name for name, _, taken in changes if taken] == []


@pytest.mark.parametrize("act", ACTIONS)
def test_an_observer_may_call_the_session(session, runs, act):
    calls = []

    def answer(_change):
        if len(calls) < 20:  # it changes traits itself
            calls.append(1)
            session.say(f"This is sentence {len(calls)}.")
            session.open_book.refresh()
            session.next_run.choose(filters=8 + len(calls))
            session.shown.state_of(runs[0])
            session.pause()

    for part in parts(session):
        part.observe(answer)
    acting = threading.Thread(target=act, args=(session,), daemon=True)
    acting.start()
    acting.join(30)
    assert not acting.is_alive()
    painted(session)
    assert calls


def test_dasks_thread_does_not_wait_for_a_page_that_is_drawn(session, runs):
    is_drawn = threading.Event()
    session.shown.observe(lambda _change: is_drawn.wait(30), "progress")
    began = time.monotonic()
    for step in range(100):
        session.news.put(session.shown.run, Progress(status="training", step=step))
    session._on_death([str(session.shown.run.folder)])
    assert time.monotonic() - began < 1
    is_drawn.set()
    session.do(list)
    assert session.shown.progress.step == 99
    assert "died" in session.shown.progress.message


def test_a_panel_draws_a_run_with_its_own_state_alone(session, runs):
    first, second = runs
    seen = []
    session.shown.observe(lambda _change: seen.append((session.shown.run, session.shown.progress)))
    session.shown.show(first, Progress(status="paused"))
    session.shown.show(second, Progress(status="stopped"))
    states = {(run.name, progress.status) for run, progress in seen}
    assert states == {("first", "paused"), ("second", "stopped")}


def test_news_of_a_run_that_is_not_shown_change_nothing(session, runs):
    before = session.shown.progress
    session.news.put(runs[0], Progress(status="training", epoch=1))
    session.do(list)
    assert session.shown.progress == before


def test_wait_in_an_observer_is_an_error_and_no_deadlock(session):
    with pytest.raises(RuntimeError, match="called by an observer"):
        session.do(session.wait)


def test_wait_lets_the_state_lane_go_on_and_returns_when_the_run_is_over(session, runs):
    _, second = runs
    seen = []
    session.shown.show(second, Progress(status="training"))
    session.shown.observe(lambda change: seen.append(change.new.status), "progress")

    def train():
        for step in range(5):
            session.news.put(second, Progress(status="training", step=step))
            time.sleep(0.02)
        session.news.put(second, Progress(status="finished"))

    threading.Thread(target=train, daemon=True).start()
    assert session.wait(30).status == "finished"
    assert seen[0] == "training" and seen[-1] == "finished"


def test_wait_gives_up_with_a_sentence(session, runs):
    session.shown.show(runs[1], Progress(status="training"))
    with pytest.raises(TimeoutError, match=r"The run is training after 0\.1 s, and goes on\."):
        session.wait(0.1)


def test_wait_waits_for_hours_where_nobody_gave_a_limit(session, runs, monkeypatch):
    hours = types.SimpleNamespace(monotonic=lambda: 3600 * time.monotonic(), sleep=time.sleep)
    monkeypatch.setattr(turn, "time", hours)
    session.shown.show(runs[1], Progress(status="training"))
    later = threading.Timer(0.5, session.news.put, (runs[1], Progress(status="finished")))
    later.start()
    assert session.wait().status == "finished"
    later.join()
