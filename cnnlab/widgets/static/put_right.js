// @ts-check
// Says when a number that was typed beside a slider was put right: ipywidgets does it silently.

import { make, say } from "../../../labhelpers/static/front_end.js";

const READOUT = ".widget-slider .widget-readout";
const TAKEN_AFTER = 60; // ms: by then the slider has taken the number, or refused it
const SECONDS_SAID = 8;

/**
 * What to say of a number that was typed; "" where it was taken as it came.
 *
 * @param {string} name of the choice
 * @param {string} typed
 * @param {string} taken what stands there now
 * @param {number} low
 * @param {number} high
 */
export function remarkOn(name, typed, taken, low, high) {
  const came = typed.trim();
  if (came === taken.trim() || came === "") return "";
  if (!Number.isFinite(Number(came))) return `${came} is no number: ${name} stays ${taken}.`;
  if (Number(came) === Number(taken)) return "";
  return `${name} goes from ${low} to ${high}: ${came} became ${taken}.`;
}

/** @param {Element} readout */
function remarkAt(readout) {
  const slider = readout.closest(".widget-slider");
  const handle = slider?.querySelector(".noUi-handle");
  if (!slider || !handle) return;
  const typed = readout.textContent ?? "";
  const name = slider.querySelector(".widget-label")?.textContent?.trim() || "The number";
  setTimeout(() => {
    const low = Number(handle.getAttribute("aria-valuemin"));
    const high = Number(handle.getAttribute("aria-valuemax"));
    const remark = remarkOn(name, typed, readout.textContent ?? "", low, high);
    if (remark) tell(slider, remark);
  }, TAKEN_AFTER);
}

/**
 * @param {Element} slider
 * @param {string} remark
 */
function tell(slider, remark) {
  const place =
    slider.querySelector(".lab-put-right") ??
    make(slider, "span", { class: "lab-put-right", role: "status" });
  say(place, remark);
  setTimeout(() => {
    if (place.textContent === remark) say(place, "");
  }, 1000 * SECONDS_SAID);
}

export function careForNumbers() {
  /** @param {Event} event */
  const look = (event) => {
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    if (event.target instanceof Element && event.target.matches(READOUT)) remarkAt(event.target);
  };
  // Before the slider's own listeners, which change what was typed.
  document.addEventListener("keydown", look, true);
  document.addEventListener("focusout", look, true);
}
