// What anywidget hands to a front end, as far as ours use it, and the nodes that `make` makes.

/** A widget's side in the browser: its traits, and the way to Python and back. */
export interface Model<State, Message = never> {
  get<Name extends keyof State>(name: Name): State[Name];
  /** Bytes go in `buffers`; Python gets them as memory views. */
  send(message: Message, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
  /** "change:trait", or several with spaces between; "msg:custom" for a message of Python's. */
  on(events: string, handler: Handler): void;
  off(events: string, handler: Handler): void;
}

/** `content` is what Python's `send` was given; its bytes come as views. */
// biome-ignore lint/suspicious/noExplicitAny: who listens to which event says what comes
type Handler = (content: any, buffers?: DataView<ArrayBuffer>[]) => void;

/** What `render` is called with: the widget, and the node to draw in. */
export interface View<State, Message = never> {
  model: Model<State, Message>;
  el: HTMLElement;
}

/** A node's name: "div", or "svg:path" for one of a drawing. */
export type NodeName = keyof HTMLElementTagNameMap | `svg:${keyof SVGElementTagNameMap}`;

export type Made<Name extends NodeName> = Name extends keyof HTMLElementTagNameMap
  ? HTMLElementTagNameMap[Name]
  : Name extends `svg:${infer Tag extends keyof SVGElementTagNameMap}`
    ? SVGElementTagNameMap[Tag]
    : never;

/** Bytes that Python sent are views of a buffer which may hold more than they. */
export type Bytes = ArrayBufferView<ArrayBuffer>;

export interface GreyImage {
  shape: [rows: number, columns: number];
  pixels: Bytes;
}

type KeyOf<Union> = Union extends unknown ? keyof Union : never;

type Either<Union, Key extends PropertyKey> = Union extends unknown
  ? Union & { [Name in Exclude<Key, keyof Union>]?: undefined }
  : never;

/** What one of the shapes in `Union` has, or nothing, {}: whatever is not there is undefined. */
export type OrNothing<Union> =
  | Either<Union, KeyOf<Union>>
  | { [Name in KeyOf<Union>]?: undefined };
