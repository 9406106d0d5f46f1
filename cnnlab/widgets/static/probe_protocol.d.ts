// Written from cnnlab.widgets.probe_protocol by `python -m tests.front_ends.typescript`.

import type { Bytes, OrNothing } from "../../../labhelpers/static/anywidget.d.ts";

/** Whether somebody sees it, in one of its views; by: that view's name. */
export interface ProbeSeen {
  open: boolean;
  by: string;
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
