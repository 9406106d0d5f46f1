// @ts-check
// The slider of time, with Play.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { MomentsMessage, MomentsState } from "./moments_protocol.d.ts" */

import { keepKeys, make, onChange, say } from "../../../labhelpers/static/front_end.js";

const MILLISECONDS_OF_A_MOMENT = 400;
const MILLISECONDS_WITHOUT_MOTION = 1500; // for who has asked for less of it

/** @returns {number} */
function pause() {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return isCalm ? MILLISECONDS_WITHOUT_MOTION : MILLISECONDS_OF_A_MOMENT;
}

/**
 * @param {Element} root
 */
function makeControls(root) {
  const play = make(root, "button", { type: "button", class: "lab-moments-play" }, "Play");
  const label = make(root, "label", { class: "lab-moments-slider" });
  make(label, "span", {}, "Moment of the training");
  const slider = make(label, "input", { type: "range", min: 0, step: 1 });
  const words = make(root, "output", { class: "lab-moments-words" });
  return { play, slider, words };
}

/** @param {View<MomentsState, MomentsMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-moments", hidden: "" });
  keepKeys(root);
  const { play, slider, words } = makeControls(root);
  let timer = 0;
  let isMoving = false; // the hand is on it: what Python says of earlier places comes too late

  /** @param {number} place */
  const choose = (place) => {
    slider.value = String(place);
    tell(place);
    model.send({ chosen: place });
  };
  /** @param {number} place */
  const tell = (place) => {
    const moment = model.get("moments")[place] ?? "";
    say(words, moment);
    slider.setAttribute("aria-valuetext", moment);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    say(play, "Play");
  };
  const isAtTheEnd = () => Number(slider.value) >= Number(slider.max);
  const start = () => {
    if (isAtTheEnd()) choose(0);
    say(play, "Pause");
    timer = setInterval(() => {
      if (!isAtTheEnd()) choose(Number(slider.value) + 1);
      if (isAtTheEnd()) stop();
    }, pause());
  };
  play.addEventListener("click", () => (timer ? stop() : start()));
  slider.addEventListener("input", () => {
    isMoving = true;
    stop();
    choose(Number(slider.value));
  });
  slider.addEventListener("change", () => {
    isMoving = false;
  });

  const update = () => {
    const moments = model.get("moments");
    root.hidden = moments.length < 2;
    if (root.hidden || model.get("title") !== root.title) stop();
    slider.max = String(Math.max(0, moments.length - 1));
    if (!timer && !isMoving) slider.value = String(model.get("chosen"));
    root.title = model.get("title");
    tell(Number(slider.value));
  };
  const forget = onChange(model, ["title", "moments", "chosen"], update);
  update();
  return () => {
    stop();
    forget();
  };
}

export default { render };
