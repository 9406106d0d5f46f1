/** What `cnnlab/desk/overview.py` writes into the page. */

export interface Remark {
  kind: string;
  text: string;
  with: number[];
}

export interface Choice {
  label: string;
  words: string;
  phrase: string;
  is_own: boolean;
}

export interface Tried {
  tries: number;
  hint: boolean;
  solution: boolean;
}

export interface Row {
  number: number;
  key: string;
  digest: string;
  file: string;
  is_read: boolean;
  asks_for_a_look: boolean;
  name: string;
  register: string;
  student: string;
  date: string;
  is_late: boolean;
  run: { name: string; title: string; made: string; status: string };
  seed: number | string;
  dataset: string;
  looks: number;
  choices: Choice[];
  history: Record<string, number[]>;
  claimed: number | null;
  recomputed_accuracy: number | null;
  confusion: number[][] | null;
  sentences: Record<string, string>;
  exercises: Record<string, string>;
  tries: Record<string, Tried>;
  num_right: number;
  sample: number[][] | null;
  is_drawing: boolean | null;
  recomputed: string;
  why_recomputed: string;
  trained_again: string;
  why_trained_again: string;
  witnessed: string;
  why_witnessed: string;
  time: string;
  remarks: Remark[];
}

export interface Table {
  heads: string[];
  rows: string[][];
  mark: number;
  remark: number;
}

export interface Typed {
  mark: string;
  remark: string;
  digest: string;
  time?: string;
}

export interface Data {
  id: string;
  made: string;
  folder: string;
  asked: Record<string, string>;
  lessons: { number: number; names: string[] }[];
  rows: Row[];
  tables: Record<string, Table>;
  typed: Record<string, Typed>;
}
