// @ts-check
// The teacher's wall: asks every two seconds how the class is, and draws all of it anew.

import { say } from "../../../labhelpers/static/front_end.js";
import { makeChart } from "./wall_chart.js";
import { makeControls } from "./wall_controls.js";
import { drawMatrix } from "./wall_matrix.js";
import { drawNumbers } from "./wall_numbers.js";
import { GONE, part } from "./wall_parts.js";
import { makeQueue } from "./wall_queue.js";
import { drawSteps } from "./wall_steps.js";

/** @import { WallState } from "./protocol.d.ts" */

const SECONDS_BETWEEN_POLLS = 2;

let isAllDays = false;
let lastAnswer = new Date();

/** @param {string} sentence */
function tellProblem(sentence) {
  const problem = part("wall-problem");
  problem.hidden = !sentence;
  document.body.classList.toggle("wall-stale", sentence !== "");
  say(problem, sentence);
}

/** @param {Date} time */
function clockOf(time) {
  return time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** @param {WallState} state */
function draw(state) {
  drawNumbers(state);
  chart.draw(state.runs);
  drawMatrix(state.matrix);
  drawSteps(state.steps, state.long_minutes);
  queue.draw(state.queue);
  controls.draw(state);
  say(part("wall-clock"), clockOf(new Date()));
}

async function poll() {
  try {
    const address = isAllDays ? "state?hours=0" : "state";
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    if (answer.status === 404) {
      tellProblem(GONE);
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    draw(await answer.json());
    lastAnswer = new Date();
    tellProblem("");
  } catch {
    tellProblem(`The server does not answer. This is how it stood at ${clockOf(lastAnswer)}.`);
  }
}

let isPolling = false;

/** Ask now, unless an answer is awaited already. */
async function look() {
  if (isPolling) return;
  isPolling = true;
  await poll();
  isPolling = false;
}

const chart = makeChart((isAll) => {
  isAllDays = isAll;
  look();
});
const controls = makeControls(look);
const queue = makeQueue(controls.act);
look();
setInterval(look, 1000 * SECONDS_BETWEEN_POLLS);
