"""How soon the page answers a hand.

50 drawings at rest and 50 while a run is on, 20 moves of a slider, Stop.
"""

import statistics

from benchmarks.page import BROWSER, STATUS, fresh_lab, open_page, row, wait_in_page
from tests.browser.driving import chromium_page, draw_strokes, open_step, server, wait_for_answer
from tests.browser.strokes import HANDS, SHAPES, in_hand

DRAWINGS = 50
# In the page, so that what Playwright itself takes is not counted.
WATCH = """() => {
  const root = document.querySelector(".lab-draw");
  window.penUps = [];
  let penUp = 0;
  root.querySelector("canvas").addEventListener("pointerup", () => { penUp = performance.now(); });
  new MutationObserver(() => {
    if (!penUp || root.dataset.asked !== root.dataset.answered) return;
    window.penUps.push(performance.now() - penUp);
    penUp = 0;
  }).observe(root, { attributes: true });
}"""


def answers(page):
    """Return the milliseconds from pen up to settled probabilities, of as many drawings."""
    page.evaluate("window.penUps = []")
    hands = list(HANDS)
    shapes = [(digit, shape) for shape in range(4) for digit in SHAPES][:40]
    for k in range(DRAWINGS):
        digit, shape = shapes[k % len(shapes)]
        strokes = list(SHAPES[digit].values())[shape][:1]
        draw_strokes(page, in_hand(strokes, hands[k % len(hands)]))
        wait_for_answer(page)
        page.get_by_role("button", name="Clear", exact=True).click()
        page.wait_for_timeout(100)
    return page.evaluate("window.penUps")


# From a key on a slider to another layer table, and from a click on Stop to what the page says
# about it.
WATCH_CONTROLS = """() => {
  window.answers = { slider: [], stop: [] };
  const watch = (name, event, from, to) => {
    let began = 0;
    let before = "";
    document.addEventListener(event, ({ target }) => {
      if (!target.closest(from)) return;
      began = performance.now();
      before = document.querySelector(to)?.innerText;
    }, true);
    new MutationObserver(() => {
      if (!began || document.querySelector(to)?.innerText === before) return;
      window.answers[name].push(performance.now() - began);
      began = 0;
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  };
  watch("slider", "keydown", "[role=slider]", "[role=region][aria-label='Layers of the network']");
  watch("stop", "click", "button[title^='End the run']", ".lab-stage");
}"""


def move_slider(page, moves=20):
    """Move Filters by the keyboard; return the milliseconds until the layer table has followed.

    moves: how often, each time when the table has followed the move before.
    """
    open_step(page, 4)
    page.get_by_role("slider", name="Filters").focus()
    for count in range(1, moves + 1):
        page.keyboard.press("ArrowRight")
        wait_in_page(page, f"window.answers.slider.length === {count}")
        page.wait_for_timeout(300)
    return page.evaluate("window.answers.slider")


def slowest(milliseconds):
    """Return the 95th percentile."""
    return statistics.quantiles(milliseconds, n=20)[-1]


def at_rest(page):
    """Train a short run; return the milliseconds of drawings and of a slider after it."""
    page.get_by_role("button", name="Train", exact=True).click()
    wait_in_page(page, f"{STATUS} === 'finished'")
    page.get_by_text("Your network reads it").wait_for()
    page.wait_for_timeout(3000)
    page.evaluate(WATCH)
    drawn = answers(page)
    page.evaluate(WATCH_CONTROLS)
    return drawn, move_slider(page)


def while_training(page):
    """Start a long run; return the milliseconds of drawings during it, and of Stop.

    Raises RuntimeError where the run is over before the drawings are.
    """
    page.get_by_role("slider", name="Epochs").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Train", exact=True).click()
    wait_in_page(page, f"{STATUS} === 'training'")
    drawn = answers(page)
    if page.evaluate(STATUS) != "training":
        raise RuntimeError("The run was over before the drawings were; it needs more epochs.")
    page.get_by_role("button", name="Stop", exact=True).click()
    wait_in_page(page, "window.answers.stop.length")
    return drawn, page.evaluate("window.answers.stop[0]")


def measure():
    """Return the rows of the table."""
    command = ("voila", "notebooks/dashboard.ipynb", "--no-browser")
    with (
        fresh_lab() as environment,
        chromium_page(BROWSER) as page,
        server(*command, **environment) as address,
    ):
        open_page(page, f"{address}?epochs=1&filters=32")
        resting, moved = at_rest(page)
        training, stopped = while_training(page)
    if min(len(resting), len(training)) < DRAWINGS:
        came = f"{len(resting)} and {len(training)}"
        raise RuntimeError(f"{came} answers came; expected {DRAWINGS} and {DRAWINGS}.")
    return [
        row("pen up to probabilities, 95th percentile of 50", slowest(resting), "ms", 150),
        row("pen up to probabilities, median", statistics.median(resting), "ms", 150),
        row("the same while a run is on, 95th percentile of 50", slowest(training), "ms", 300),
        row("the same while a run is on, median", statistics.median(training), "ms", 300),
        row("slider to layer table, 95th percentile of 20", slowest(moved), "ms", 150),
        row("Stop to what the page says", stopped, "ms", 500),
    ]
