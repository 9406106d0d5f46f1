// Written from cnnlab.widgets.protocol by `python -m tests.front_ends.typescript`.

import type { Bytes, OrNothing } from "../../../labhelpers/static/anywidget.d.ts";
import type { Status } from "../../../labhelpers/static/chart_protocol.d.ts";

export type Choice = boolean | number | string | null;

/**
 * A choice as the page offers it; hint: what it means.
 *
 * A menu where there are options, each value with its words; else a box for a whole number.
 */
export interface Control {
  name: string;
  label: string;
  hint: string;
  options?: ([Choice, string])[];
  low?: number;
  high?: number;
}

/** The choices for the next run, by name; the name of the preset that they are, or "". */
export interface ChoicesState {
  values: Record<string, Choice>;
  preset: string;
  preset_menu: Control;
  controls: Control[];
}

/** One choice was made, or a "preset" was: then the value is the preset's name. */
export interface ChoiceMade {
  name: string;
  value: Choice;
}

/** Test digits: (28, 28) bytes each and ten little-endian float32 probabilities each. */
export interface Tiles {
  labels: number[];
  pixels: Bytes;
  probabilities: Bytes;
}

/**
 */
export interface Scores {
  precision: number;
  recall: number;
  "f1-score": number;
  support: number;
}

/**
 * All that is drawn of one run; missing: why there are no digits to show.
 *
 * matrix: how often each true digit (row) was read as each digit. picture: an <img> of it.
 * when: where matrix, first and mistakes are those of a moment of the training: in words, when.
 */
export interface Evaluation {
  result: string;
  matrix: (number[])[];
  picture: string;
  report: Record<string, Scores>;
  first?: Tiles;
  mistakes?: Tiles;
  missing?: string;
  when?: string;
}

/** The open cell (true digit, what was read), how many images are in it, and some of them. */
export interface OpenCell {
  cell: [number, number];
  count?: number;
  digits?: Tiles;
  missing?: string;
}

/** Name and title of each run in the menu, the selected one's name, and what is drawn of it. */
export interface EvaluationState {
  runs: ([string, string])[];
  selected: string;
  shown: OrNothing<Evaluation>;
  opened: OrNothing<OpenCell>;
}

/** A run was selected in the menu, by its name. */
export interface RunSelected {
  run: string;
}

/** A cell of the matrix was opened: the true digit and what was read. */
export interface CellOpened {
  label: number;
  guess: number;
}

export type EvaluationMessage = RunSelected | CellOpened;

/** Nothing: it mends and watches by itself. */
export interface PageCareState {
}

/** Whether the kernel answers; any message is the answer. */
export interface PageCareMessage {
  question: "are you there";
}

/** One picture of many, from 0 to `last`; digit: None where a box takes the position. */
export interface PagerState {
  unit: string;
  position: number;
  last: number;
  digit: number | null;
  caption: string;
  picture: string;
  message: string;
}

/** Another position was turned to. */
export interface PositionTurned {
  position: number;
}

/** Another digit was chosen. */
export interface DigitTurned {
  digit: number;
}

export type PagerMessage = PositionTurned | DigitTurned;

/**
 * A run in the table; the numbers are None where there are none.
 *
 * loss, validation: loss and accuracy on the validation images, after the epoch whose weights it
 *     has. kept: in words, which epoch that is, "" where there is nothing to say.
 * test: the accuracy on the test images; is_hidden: whether nobody has looked at it yet.
 * choices: phrases that say what it was made of, each with whether it is not as usual.
 * place: its place in the queue, in words.
 * message: what is damaged, and what can be done; or on which other computer it is trained.
 */
export interface TableRow {
  name: string;
  title: string;
  dataset: string;
  status: Status;
  seconds: number | null;
  loss: number | null;
  validation: number | null;
  test: number | null;
  is_hidden: boolean;
  choices: ([string, boolean])[];
  kept: string;
  is_shown: boolean;
  is_selected: boolean;
  place: string;
  message: string;
}

/** The run that can be brought back. */
export interface DeletedRun {
  name: string;
  title: string;
}

/** The runs, newest first; longest_title: the most characters that a title may have. */
export interface RunsTableState {
  rows: TableRow[];
  deleted: OrNothing<DeletedRun>;
  message: string;
  longest_title: number;
}

/** Something is to be done with a run; text: its new name. */
export interface RunAction {
  action: "show" | "look" | "rename" | "delete" | "undo";
  run: string;
  text: string;
}

/** What the teacher says to all pages, "" for nothing; at: when, in seconds since 1970. */
export interface ClassMessage {
  text: string;
  at: number;
}

/**
 * The six steps and which were used, the digits in use, and what an address is to hold.
 *
 * choices: all of them. link: what an address needs to bring them back, without the seed.
 */
export interface StepsBarState {
  titles: string[];
  states: ("done" | "to do")[];
  dataset: string;
  reason: string;
  choices: Record<string, Choice>;
  link: Record<string, Choice>;
  book: string;
  message: ClassMessage;
  is_open: boolean;
}

/** The page is there; query: that of its address. */
export interface PageOpened {
  query: string;
}

/** There is to be no download. */
export interface DownloadCancelled {
  cancel: true;
}

/** Somebody has come to a step, and stayed; 0 is the first screen. */
export interface PlaceReached {
  place: number;
}

export type StepsBarMessage = PageOpened | DownloadCancelled | PlaceReached;

/** How a visitor's runs are found again; query: of the address that brings them along. */
export interface OwnRunsState {
  is_for_tab: boolean;
  login: string;
  query: string;
}

/** The address is asked for. */
export interface OwnRunsMessage {
  take: true;
}
