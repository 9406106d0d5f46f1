// Written from cnnlab.widgets.inside_protocol by `python -m tests.front_ends.typescript`.

import type { Bytes, OrNothing } from "../../../labhelpers/static/anywidget.d.ts";

/**
 * A layer's feature maps, one after the other; 255 is the layer's greatest value, `most`.
 *
 * window: how many rows and columns of the layer below a pixel is made of. stride: by how many
 * the window moves. A dense layer's units are maps of one pixel; their window is 0.
 */
export interface FeatureMaps {
  rows: number;
  columns: number;
  filters: number;
  title: string;
  most: number;
  window: number;
  stride: number;
  pixels: Bytes;
}

/** The first convolution's kernels: little-endian float32, (filters, size, size). */
export interface Kernels {
  size: number;
  values: Bytes;
}

/**
 * What a network made of an image: grey pixels, a byte each; saliency: int8, (10, 28, 28).
 *
 * network: the name of the run. is_shipped: it is none's, but came with the lab. moment: of its
 * training, in words; "" for the trained network.
 * layers: with feature maps. units: the dense layers, the last of which answers.
 */
export interface Inside {
  turn: number;
  network: string;
  is_shipped: boolean;
  moment: string;
  image: Bytes;
  prediction: number;
  layers: FeatureMaps[];
  units: FeatureMaps[];
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

/** One input of a unit: its map, or unit, of the layer below, and what it adds. */
export interface UnitInput {
  number: number;
  row: number;
  column: number;
  value: number;
  weight: number;
}

/**
 * A unit of a dense layer: the inputs that count most, how many others, and the sums.
 *
 * rest: the sum of the others' products. sum: of all products. output: after ReLU or softmax.
 */
export interface SummedUnit {
  turn: number;
  layer: number;
  number: number;
  inputs: UnitInput[];
  others: number;
  rest: number;
  sum: number;
  bias: number;
  output: number;
}

/** Why a pixel cannot be shown. */
export interface RefusedPixel {
  message: string;
}

export type PixelNumbers = ConvolvedPixel | PooledPixel | SummedUnit | RefusedPixel;

/**
 * What is shown of an image, and how the network comes to the pixel asked for last.
 *
 * is_on: a run is in training, and what is shown is of the time before.
 */
export interface LookInsideState {
  inside: OrNothing<Inside>;
  pixel: OrNothing<ConvolvedPixel | PooledPixel | SummedUnit | RefusedPixel>;
  is_on: boolean;
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

/** A unit of a dense layer: 0 is the first of these layers. */
export interface UnitWanted {
  kind: "unit";
  layer: number;
  number: number;
}

export type LookInsideMessage = PixelWanted | UnitWanted;

/** A layer of the network; shape: without the batch axis. */
export interface LayerBlock {
  title: string;
  shape: number[];
}

/**
 * The layers of the next run's network that change the shape, and all that it learns.
 *
 * image: what it is to read, a byte a pixel; empty for nothing.
 * opens: whether a layer opens, to what the network that reads the image makes of it: `inside`,
 * as long as one is open.
 */
export interface NetworkStripState {
  inside: OrNothing<Inside>;
  pixel: OrNothing<ConvolvedPixel | PooledPixel | SummedUnit | RefusedPixel>;
  is_on: boolean;
  layers: LayerBlock[];
  parameters: number;
  image: Bytes;
  opens: boolean;
}

/** A layer was opened, or closed again. */
export interface LayerOpened {
  kind: "open" | "close";
}

export type NetworkStripMessage = LayerOpened | PixelWanted | UnitWanted;
