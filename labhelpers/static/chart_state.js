// @ts-check
// What the live chart says: the state of a run, made whole, and its numbers and sentences.

/** @import { Model } from "./anywidget.d.ts" */
/** @import { ChartedRun, EarlierRun, LiveChartState, Point } from "./chart_protocol.d.ts" */
/** @import { Column } from "./chart_scale.js" */

/**
 * @typedef {Partial<ChartedRun> & {
 *   points: Point[], validation: Point[], overlay: EarlierRun[], last: number,
 *   mark: number | null, guess: Point[]
 * }} ChartState what is charted; `last`: the epoch at which the axes end
 */

import { ACCURACY, LOSS } from "./chart_scale.js";
import { isNumber, percentOf } from "./front_end.js";

export const NUMBERS = [
  "Epoch",
  "Batch",
  "Training loss",
  "Training accuracy",
  "Validation loss",
  "Validation accuracy",
];
const NONE = "–";

/** @param {number} loss */
const lossText = (loss) => loss.toFixed(4);

/**
 * @param {Pick<Model<LiveChartState>, "get">} model
 * @returns {ChartState}
 */
export function stateOf(model) {
  const progress = model.get("progress") ?? {};
  const overlay = model.get("overlay") ?? [];
  const points = progress.points ?? [];
  const validation = progress.validation ?? [];
  const curves = [points, validation, ...overlay.map((run) => run.validation)];
  const ends = curves.map((curve) => curve.at(-1)?.[0] ?? 0);
  const last = Math.max(1, progress.epochs ?? 0, ...ends);
  const mark = model.get("mark") ?? null;
  const guess = model.get("guess") ?? [];
  return { ...progress, points, validation, overlay, last, mark, guess };
}

/**
 * The newest value of a curve; undefined where there is none.
 *
 * @param {Point[]} curve
 * @param {Column} column
 */
function newest(curve, column) {
  const value = curve.at(-1)?.[column];
  return isNumber(value) ? value : undefined;
}

/**
 * @param {Point[]} curve
 * @param {Column} column
 */
function newestText(curve, column) {
  const value = newest(curve, column);
  if (value === undefined) return NONE;
  return column === LOSS ? lossText(value) : percentOf(value, 1);
}

/**
 * The texts beside NUMBERS.
 *
 * @param {ChartState} state
 */
export function numbersOf(state) {
  const { points, validation, status } = state;
  const { epoch = 0, epochs = 0, step = 0, steps = 0 } = state;
  const isBetweenEpochs = step === 0 && status !== "training" && status !== "waiting";
  const current = isBetweenEpochs ? epoch : Math.min(epoch + 1, epochs);
  const isEpochDone = isBetweenEpochs || epoch >= epochs;
  const stepsOfLast = epoch ? steps : 0;
  return [
    epochs ? `${current} of ${epochs}` : NONE,
    steps ? `${isEpochDone ? stepsOfLast : step} of ${steps}` : NONE,
    newestText(points, LOSS),
    newestText(points, ACCURACY),
    newestText(validation, LOSS),
    newestText(validation, ACCURACY),
  ];
}

/**
 * What stands in the charts' middle while there are no curves; "" when there are.
 *
 * @param {ChartState} state
 */
export function messageOf(state) {
  const curves = [state.points, state.validation, ...state.overlay.map((run) => run.validation)];
  if (curves.some((curve) => curve.length)) return "";
  if (!state.status) return "No run yet: press Train.";
  const isActive = state.status === "waiting" || state.status === "training";
  return isActive ? "Waiting for the first batch." : "The run ended before its first numbers.";
}

/**
 * @param {Column} column
 * @param {ChartState} state
 */
function guessed(column, { guess }) {
  const text = newestText(guess, column);
  return text === NONE ? "" : `; your guess ${text} at epoch ${guess.at(-1)?.[0]}`;
}

/**
 * What a chart shows, for those who do not see it.
 *
 * @param {string} name
 * @param {Column} column
 * @param {ChartState} state
 * @param {string} message
 */
export function sentenceOf(name, column, state, message) {
  if (message) return `${name} against epoch. ${message}`;
  /** @type {[string, Point[]][]} */
  const curves = [
    ["training", state.points],
    ["validation", state.validation],
  ];
  const now = [];
  for (const [kind, curve] of curves) {
    if (newest(curve, column) === undefined) continue;
    const epoch = Number(curve[curve.length - 1][0].toFixed(2));
    now.push(`${kind} ${newestText(curve, column)} at epoch ${epoch}`);
  }
  const count = state.overlay.length;
  const earlier = count ? `; validation of ${count} earlier run${count === 1 ? "" : "s"}` : "";
  return `${name} against epoch: ${now.join(", ")}${earlier}${guessed(column, state)}.`;
}
