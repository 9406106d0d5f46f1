// Written from cnnlab.widgets.moments_protocol by `python -m tests.front_ends.typescript`.

import type { Bytes, OrNothing } from "../../../labhelpers/static/anywidget.d.ts";

/** The moments of a run's training, in words, and the place of the one that is looked at. */
export interface MomentsState {
  title: string;
  moments: string[];
  chosen: number;
}

/** Look at the moment at this place. */
export interface MomentsMessage {
  chosen: number;
}

/** What is guessed of a run of so many epochs, and why it is fixed; see `GuessFirst`. */
export interface GuessState {
  epochs: number;
  accuracies: (number | null)[];
  pair: number[];
  words: string;
  fixed: string;
  is_open: boolean;
}

/** All of a guess: for each epoch what was drawn of it, and two digits or none. */
export interface GuessMade {
  accuracies: (number | null)[];
  pair: number[];
}

/** The first layer's kernels, float32, (filters, size, size), and one map: a byte a pixel. */
export interface FirstLayerTold {
  size: number;
  filters: number;
  kernels: Bytes;
  number: number;
  rows: number;
  columns: number;
  pixels: Bytes;
}

/** The first layer of the network in training; chosen: the kernel whose map is shown. */
export interface FirstLayerState {
  is_on: boolean;
  shown: OrNothing<FirstLayerTold>;
  chosen: number;
}

/** Another kernel was chosen, by its place. */
export interface FirstLayerMessage {
  chosen: number;
}

/** Ten outputs, two bytes each, for each moment and image; see `WhereDigitsGo`. */
export interface WhereDigitsGoState {
  outputs: Bytes;
  num_read: number;
  num_moments: number;
  labels: Bytes;
  pixels: Bytes;
  chosen: number;
  own: (number | null)[];
  problem: string;
}

/** As `ProbeSeen`. */
export interface WhereDigitsGoMessage {
  open: boolean;
  by: string;
}

/** One of two runs: when in its training, and what it reads; test: None where not told. */
export interface SideRead {
  title: string;
  when: string;
  test: number | null;
  probabilities: (number | null)[];
}

/** The menu's names and titles, the chosen name, and two sides, or why there are none. */
export interface SideBySideState {
  runs: ([string, string])[];
  chosen: string;
  sides: SideRead[];
  problem: string;
}

/** Another run was chosen, by its name; "" for none. */
export interface SideBySideMessage {
  run: string;
}
