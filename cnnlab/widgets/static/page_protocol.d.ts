// Written from cnnlab.widgets.page_protocol by `python -m tests.front_ends.typescript`.

import type { Bytes } from "../../../labhelpers/static/anywidget.d.ts";

/** A layer of the network, by Keras's name; shape: without the batch axis. */
export interface LayerBlock {
  name: string;
  shape: number[];
}

/**
 * The layers of the next run's network that change the shape, and all that it learns.
 *
 * image: what it is to read, a byte a pixel; empty for nothing.
 */
export interface NetworkStripState {
  layers: LayerBlock[];
  parameters: number;
  image: Bytes;
}

/** A step of the page: its number, from 1, its name, and what there is to see. */
export interface StepFoldState {
  number: number;
  title: string;
  summary: string;
}

/** A step was folded or unfolded. */
export interface StepFolded {
  open: boolean;
}
