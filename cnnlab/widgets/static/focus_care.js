// @ts-check
// The keyboard's place among buttons in a row of which one is switched off while it has it: Train
// gives it to Pause, Stop gives it back. A browser would drop it.

const ROW = ".widget-hbox";

/**
 * The button that takes the place of one that is switched off: the next in the row that is on, the
 * first after the last; null for none.
 *
 * @template {{ disabled: boolean }} B
 * @param {B[]} buttons
 * @param {B} gone
 * @returns {B | null}
 */
export function successorOf(buttons, gone) {
  const place = buttons.indexOf(gone);
  const others = [...buttons.slice(place + 1), ...buttons.slice(0, place)];
  return others.find((button) => !button.disabled) ?? null;
}

export function careForFocus() {
  /** @type {HTMLButtonElement | null} the last button that had the place */
  let last = null;
  document.addEventListener("focusin", ({ target }) => {
    last = target instanceof HTMLButtonElement && target.closest(ROW) ? target : null;
  });
  document.addEventListener("pointerdown", ({ target }) => {
    // Who clicks somewhere else has left the row, whether or not that takes the place.
    if (last && target instanceof Node && !last.closest(ROW)?.contains(target)) last = null;
  });
  const mend = () => {
    const active = document.activeElement;
    if (!last?.disabled || (active !== last && active !== document.body)) return;
    const row = last.closest(ROW);
    // Not those of a front end in the row, such as "Guess first": they stay on, and come too soon.
    /** @type {NodeListOf<HTMLButtonElement> | undefined} */
    const buttons = row?.querySelectorAll("button.widget-button");
    successorOf([...(buttons ?? [])], last)?.focus();
  };
  const options = { subtree: true, attributes: true, attributeFilter: ["disabled"] };
  new MutationObserver(mend).observe(document.body, options);
}
