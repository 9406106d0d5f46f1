// Written from cnnlab.wall.protocol by `python -m tests.front_ends.typescript`.


export type DotKind = "finished" | "training" | "other";

export type Dot = [number, number, DotKind, number];

/**
 * All runs of the class.
 *
 * choices: the labels of what is told of each; configurations: the words for these choices,
 * each once. others: how many runs on other images are left out.
 */
export interface ClassDots {
  choices: string[];
  configurations: (string[])[];
  dots: Dot[];
  dataset: string;
  others: number;
}

/**
 * The sum of confusion matrices, [true][read]; [] where fewer than `least` books have one.
 *
 * books: how many are in it. others: how many were measured on other images.
 */
export interface ClassMatrix {
  matrix: (number[])[];
  books: number;
  others: number;
  least: number;
  dataset: string;
}

/**
 * A run that is on or waits. id: tells it from others, and says nothing else.
 *
 * told: what it is made of, in phrases. share: what is done of it, 0 to 1. accuracy: the newest
 * on validation images. seconds: until it begins, None where nobody knows; since it began, where
 * it is on.
 */
export interface WallRun {
  id: string;
  told: string[];
  share: number;
  accuracy: number | null;
  seconds: number | null;
}

/** The queue. problem: why it is not known, in a sentence, or "". */
export interface ClassQueue {
  is_paused: boolean;
  problem: string;
  on: WallRun[];
  waiting: WallRun[];
}

/** How many pages are at a step now, and how many of them have been for long. */
export interface StepCount {
  title: string;
  pages: number;
  long: number;
}

/**
 * All that the wall shows.
 *
 * pages: how many are open, of `most_pages`; visitors: whose they are, counted: logins at a
 * Hub, else browsers.
 * message: what all pages show, or "". hours: how old the oldest run is, 0 for all of them.
 */
export interface WallState {
  pages: number;
  most_pages: number;
  visitors: number;
  queue: ClassQueue;
  runs: ClassDots;
  matrix: ClassMatrix;
  steps: StepCount[];
  long_minutes: number;
  message: string;
  hours: number;
}
