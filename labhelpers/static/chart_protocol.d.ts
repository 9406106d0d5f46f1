// Written from labhelpers.chart_protocol by `python -m tests.front_ends.typescript`.

import type { OrNothing } from "./anywidget.d.ts";

export type Status = "waiting" | "training" | "paused" | "stopped" | "finished" | "failed" | "damaged";

export type Point = [number, number | null, number | null];

/** The whole state of the run on the chart: `Progress.to_dict()`. */
export interface ChartedRun {
  status: Status;
  message: string;
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  seconds: number;
  points: Point[];
  validation: Point[];
  history: Record<string, (number | null)[]>;
  running: [number, number | null, number | null];
}

/** A run whose validation curve is laid over the charted one's. */
export interface EarlierRun {
  name: string;
  validation: Point[];
}

/**
 * What Python shows of `LiveChart`; the browser sends nothing. mark: an epoch, or None.
 *
 * guess: the validation accuracy as somebody guessed it; it has no loss.
 */
export interface LiveChartState {
  progress: OrNothing<ChartedRun>;
  overlay: EarlierRun[];
  mark: number | null;
  guess: Point[];
}
