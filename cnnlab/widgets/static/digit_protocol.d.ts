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

/** A layer's feature maps, one after the other; 255 is the layer's greatest value, `most`. */
export interface FeatureMaps {
  rows: number;
  columns: number;
  filters: number;
  title: string;
  most: number;
  pixels: Bytes;
}

/** The first convolution's kernels: little-endian float32, (filters, size, size). */
export interface Kernels {
  size: number;
  values: Bytes;
}

/** What a network made of an image; saliency: int8, (10, 28, 28). */
export interface Inside {
  turn: number;
  network: string;
  image: Bytes;
  prediction: number;
  layers: FeatureMaps[];
  kernels: Kernels;
  saliency: Bytes;
}

/** The pixel of a pooling layer's map: the greatest of a patch. */
export interface PooledPixel {
  turn: number;
  layer: number;
  number: number;
  row: number;
  column: number;
  patch: (number[])[];
  output: number;
}

/** The pixel of a convolution's map: patch x kernel of one channel, the sums of them all. */
export interface ConvolvedPixel {
  turn: number;
  layer: number;
  number: number;
  row: number;
  column: number;
  patch: (number[])[];
  output: number;
  kernel: (number[])[];
  products: (number[])[];
  channel: number;
  sums: number[];
  sum: number;
  bias: number;
  scale: number;
  shift: number;
  normalized: number;
}

/** Why a pixel cannot be shown. */
export interface RefusedPixel {
  message: string;
}

/** What is shown of an image, and how the network comes to the pixel asked for last. */
export interface LookInsideState {
  inside: OrNothing<Inside>;
  pixel: OrNothing<ConvolvedPixel | PooledPixel | RefusedPixel>;
}

/** A pixel of a feature map; channel: of the layer below, None for what counts most. */
export interface PixelWanted {
  kind: "pixel";
  layer: number;
  number: number;
  row: number;
  column: number;
  channel: number | null;
}

/** Whether somebody sees it. */
export interface ProbeSeen {
  open: boolean;
}

/**
 * A digit, and what is read with a square over each place of it.
 *
 * network: which one reads. side: the square's, in pixels.
 * uncovered: ten probabilities, and covered: little-endian float32, (28, 28, 10); both are empty
 * until they are there.
 * saliency: as in `Inside`; empty where there is none of this network.
 */
export interface Covered {
  image: Bytes;
  network: string;
  side: number;
  uncovered: (number | null)[];
  covered: Bytes;
  saliency: Bytes;
}

/** What is shown, the sides that the square may have, and why nothing was found, if so. */
export interface CoverItState {
  view: OrNothing<Covered>;
  sides: number[];
  problem: string;
}

/** The square is to have another side. */
export interface SideChosen {
  side: number;
}

export type CoverItMessage = ProbeSeen | SideChosen;

/** What another run reads; probabilities: as in `Changed`, empty where it reads nothing. */
export interface OtherReading {
  title: string;
  probabilities: Bytes;
}

/**
 * A digit, and what is read when each pixel is changed by 0 grey levels, by 1, by 2 ...
 *
 * network: which one reads.
 * signs: int8, (28, 28): the direction. probabilities: little-endian float32, (levels, 10). Both
 * are empty until they are there.
 * others: the same images, read by other runs. is_whole: all of these were asked.
 */
export interface Changed {
  image: Bytes;
  network: string;
  signs: Bytes;
  probabilities: Bytes;
  others: OtherReading[];
  is_whole: boolean;
}

/** What is shown, and why nothing was found, if so. */
export interface FoolItState {
  view: OrNothing<Changed>;
  problem: string;
}
