// Written from cnnlab.widgets.page_protocol by `python -m tests.front_ends.typescript`.


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
