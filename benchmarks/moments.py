"""How soon the page is at another moment of a training: key, worker, page, in a real Chromium.

`python -m benchmarks.moments` trains "fast" on few images, draws a digit, and goes through the
moments by the keyboard, three times. It prints the milliseconds from the key to the bars, and how
many frames a second the tour of the ten outputs draws.
"""

import statistics

from benchmarks.page import BROWSER, STATUS, fresh_lab, open_page, wait_in_page
from tests.browser.driving import chromium_page, draw_strokes, open_step, server, wait_for_answer
from tests.browser.strokes import HANDS, SHAPES, in_hand

SET_UP = "?preset=fast&epochs=1&num_train=6000"
ROUNDS = 3
SECONDS_OF_TOUR = 5
# In the page, so that what Playwright itself takes is not counted.
WATCH = """() => {
  window.moments = [];
  let began = 0;
  document.addEventListener("keydown", ({ target }) => {
    if (target.closest(".lab-moments")) began = performance.now();
  }, true);
  const told = () => {
    if (began) window.moments.push(performance.now() - began);
    began = 0;
  };
  new MutationObserver(told).observe(document.querySelector(".lab-draw"), {
    attributes: true, attributeFilter: ["style"], characterData: true, subtree: true,
  });
}"""
FRAMES = """async (seconds) => {
  const root = document.querySelector(".lab-tour-body > canvas");
  const context = CanvasRenderingContext2D.prototype;
  const clear = context.clearRect;
  let frames = 0;
  context.clearRect = function (...box) {
    if (this.canvas === root) frames += 1;
    return clear.apply(this, box);
  };
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  context.clearRect = clear;
  return frames / seconds;
}"""


def moments_of(page):
    """Return the milliseconds from each key to the bars, a list for each round."""
    page.evaluate(WATCH)
    slider = page.get_by_role("slider", name="Moment of the training").first
    count = int(slider.get_attribute("max"))
    rounds = []
    for _ in range(ROUNDS):
        slider.press("Home")
        page.wait_for_timeout(1500)
        page.evaluate("window.moments = []")
        for done in range(1, count + 1):
            slider.press("ArrowRight")
            wait_in_page(page, f"window.moments.length >= {done}", timeout=10)
            page.wait_for_timeout(400)
        rounds.append(page.evaluate("window.moments"))
    return rounds


def main():
    with (
        fresh_lab() as environment,
        server("cnnlab", "serve", **environment) as address,
        chromium_page(BROWSER) as page,
    ):
        open_page(page, address + SET_UP)
        page.get_by_role("button", name="Train", exact=True).click()
        wait_in_page(page, f"{STATUS} === 'finished'")
        shape = next(iter(SHAPES[4].values()))
        draw_strokes(page, in_hand(shape, next(iter(HANDS))))
        wait_for_answer(page)
        for milliseconds in moments_of(page):
            median = statistics.median(milliseconds)
            print(f"bars: median {median:.0f} ms, slowest {max(milliseconds):.0f} ms")
        open_step(page, 6)
        tour = page.locator(".lab-tour")
        if tour.get_attribute("open") is None:
            tour.locator("summary").click()
        tour.locator(".lab-tour-body > canvas").scroll_into_view_if_needed()
        page.wait_for_timeout(3000)
        print(f"frames a second of the tour: {page.evaluate(FRAMES, SECONDS_OF_TOUR):.0f}")


if __name__ == "__main__":
    main()
