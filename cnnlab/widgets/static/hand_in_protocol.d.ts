// Written from cnnlab.widgets.hand_in_protocol by `python -m tests.front_ends.typescript`.

import type { OrNothing } from "../../../labhelpers/static/anywidget.d.ts";
import type { Status } from "../../../labhelpers/static/chart_protocol.d.ts";

/** The run that is handed in; file: what its program reads its digits from, "" for none. */
export interface AboutRun {
  name: string;
  title: string;
  dataset: string;
  status: Status;
  file: string;
}

/** A sentence that the student is asked for: what for, what is wanted, and what was written. */
export interface AskedSentence {
  name: string;
  label: string;
  hint: string;
  text: string;
}

/** How many of the lessons' exercises are right, and a line on each lesson that lacks some. */
export interface Solved {
  right: number;
  tried: number;
  all: number;
  student: string;
  missing: string[];
}

/**
 * What is handed in, the program's text, and what is being done or went wrong.
 *
 * runs: name and title of each run that may be handed in. longest: the most characters of a
 * sentence. place: what handing in on this server means, "" where it takes none. receipt: what
 * the server wrote when it took the hand-in, in lines. login: as whom a Hub knows the student.
 */
export interface HandInState {
  about: OrNothing<AboutRun>;
  runs: ([string, string])[];
  sentences: AskedSentence[];
  longest: number;
  solved: Solved;
  program: string;
  status: string;
  has_report: boolean;
  place: string;
  login: string;
  receipt: string[];
}

/** A report is to be made, or handed in, with what was typed; turn: the answer has it, too. */
export interface ReportWanted {
  form: "html" | "zip" | "server";
  turn: number;
  name: string;
  register: string;
}

/** A sentence about the run of that name was written; sentence: which of those asked for. */
export interface SentenceWritten {
  sentence: string;
  text: string;
  run: string;
}

/** Another run is to be handed in, by its name. */
export interface RunForHandIn {
  run: string;
}

/** The page is seen again: how many exercises are right may have changed. */
export interface ExercisesWanted {
  look: true;
}

export type HandInMessage = ReportWanted | SentenceWritten | RunForHandIn | ExercisesWanted;

/** Sent by Python, once, with one buffer: the file. */
export interface ReportMade {
  turn: number;
  name: string;
  type: string;
}
