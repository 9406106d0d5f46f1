// Written from cnnlab.widgets.digit_protocol by `python -m tests.front_ends.typescript`.

import type { Bytes, OrNothing } from "../../../labhelpers/static/anywidget.d.ts";

/** A step from a drawing to the network's input: grey pixels, and their rows and columns. */
export interface Step {
  name: string;
  shape: [number, number];
  pixels: Bytes;
}

/**
 * All that is shown of one drawing, picture or test digit.
 *
 * label: the true digit of a test image. doubt: why this is hardly one digit, "" where nothing
 * says so. turn: that of the message which this answers.
 * network: the name of the run that reads it. is_shipped: it is none's, but came with the lab.
 * probabilities: ten, or none yet.
 * epochs_done: the training before this reading, None where all of it was. is_on: it goes on.
 */
export interface DrawPadView {
  steps: Step[];
  label: number | null;
  message: string;
  doubt: string;
  turn: number;
  network: string;
  is_shipped: boolean;
  epochs_done: number | null;
  is_on: boolean;
  probabilities: (number | null)[];
}

/**
 * What is shown, and how many test images there are to choose from.
 *
 * shipped: a sentence about the network that came with the lab.
 */
export interface DrawPadState {
  view: OrNothing<DrawPadView>;
  test_images: number;
  shipped: string;
}

/** The steps alone, where they stand apart from the pad. */
export interface DrawingStepsState {
  steps: Step[];
}

/** Ink, as one buffer of grey pixels; settled: the pen is up. turn: grows by one each time. */
export interface Drawing {
  kind: "drawing";
  turn: number;
  width: number;
  height: number;
  settled: boolean;
}

/**
 * A picture, dark on light or light on dark, as one buffer of four bytes a pixel.
 *
 * These are red, green, blue and opacity. cut_off: the file ends before the picture does.
 */
export interface Picture {
  kind: "picture";
  turn: number;
  width: number;
  height: number;
  cut_off: boolean;
}

/** A test image, by its number. */
export interface TestDigit {
  kind: "test";
  turn: number;
  number: number;
}

/** The pad is empty. */
export interface ClearedPad {
  kind: "clear";
  turn: number;
}

export type DrawPadMessage = Drawing | Picture | TestDigit | ClearedPad;
