// The book's runs as a table: what each was made of, what came of it, and what can be done with it.
// Rows are kept by name and only their texts change, so that whoever stands on a button stays there.

const LONGEST_TITLE = 60; // as in runs.py, which checks it again
const HEADS = ["Run", "Status", "Seconds", "Validation accuracy", "Test accuracy", "Actions"];
const WORDS = {
  show: "Show this run: its curves on the chart, its evaluation, and its choices on the sliders",
  rename: "Give this run another name",
  delete: "Delete this run; it can be brought back",
};

const percentOf = (value) => (isNumber(value) ? `${(100 * value).toFixed(2)}%` : "–");
const several = (count, name) => `${count} ${name}${count === 1 ? "" : "s"}`;

// What a run was made of: what everybody chooses first, then whatever is not as usual.
function choicesOf(choices, usual) {
  if (!("filters" in choices)) return []; // a damaged run: nobody knows
  const { filters, kernel_size: kernel, epochs, batch_size: batch, learning_rate: rate, seed } = choices;
  const is = (name) => choices[name] !== usual[name];
  const always = [
    [several(filters, "filter"), is("filters")],
    [`kernel ${kernel} × ${kernel}`, is("kernel_size")],
    [several(epochs, "epoch"), is("epochs")],
    [`batches of ${batch}`, is("batch_size")],
    [`learning rate ${rate}`, is("learning_rate")],
    [`seed ${seed}`, is("seed")],
  ];
  const more = {
    dense_units: () => `${choices.dense_units} dense unit${choices.dense_units === 1 ? "" : "s"}`,
    dropout: () => (choices.dropout ? `dropout ${choices.dropout}` : "no dropout"),
    batch_normalization: () => (choices.batch_normalization ? "batch normalization" : "no batch normalization"),
    strided: () => (choices.strided ? "stride 2, no pooling" : "pooling"),
    one_cycle: () => (choices.one_cycle ? "one-cycle rate" : "the same rate throughout"),
    augment: () => (choices.augment ? "moved images" : "images as they are"),
    num_train: () => `${(choices.num_train ?? 0).toLocaleString("en")} images`,
    reproducible: () => (choices.reproducible ? "reproducible" : "not reproducible"),
  };
  return [...always, ...Object.keys(more).filter(is).map((name) => [more[name](), true])];
}

function problemOf(title) {
  const length = [...title.trim()].length;
  if (!length) return "A name has at least one character. Type one, or press Escape to keep the old name.";
  if (length > LONGEST_TITLE) return `This name has ${length} characters; ${LONGEST_TITLE} is the most. Shorten it.`;
  return "";
}

class Row {
  constructor(body, name, send) {
    this.name = name;
    this.send = send;
    this.line = make(body, "tr", { role: "row" });
    const head = make(this.line, "th", { role: "rowheader", scope: "row", class: "lab-runs-head" });
    this.shown = make(head, "div", { class: "lab-runs-shown" });
    this.title = make(this.shown, "bdi", { class: "lab-runs-title" });
    this.marks = make(this.shown, "span", { class: "lab-runs-marks" });
    this.choices = make(head, "div", { class: "lab-runs-choices" });
    this.damage = make(head, "div", { class: "lab-runs-problem" });
    this.head = head;
    this.cells = HEADS.slice(1, 5).map((label) => {
      const cell = make(this.line, "td", { role: "cell", class: `lab-runs-${label.split(" ")[0].toLowerCase()}` });
      make(cell, "span", { class: "lab-runs-label", "aria-hidden": "true" }, label.replace(" accuracy", ""));
      return make(cell, "span");
    });
    const actions = make(this.line, "td", { role: "cell", class: "lab-runs-actions" });
    this.buttons = {};
    for (const action of Object.keys(WORDS)) {
      const label = action[0].toUpperCase() + action.slice(1);
      this.buttons[action] = make(actions, "button", { type: "button", title: WORDS[action] }, label);
    }
    this.buttons.show.addEventListener("click", () => send("show", name));
    this.buttons.delete.addEventListener("click", () => send("delete", name));
    this.buttons.rename.addEventListener("click", () => this.edit());
  }

  draw(row, usual) {
    const state = JSON.stringify([row, usual]);
    if (state === this.state) return;
    this.state = state;
    this.row = row;
    say(this.title, row.title);
    this.line.classList.toggle("lab-runs-is-shown", row.is_shown);
    this.marks.replaceChildren();
    if (row.is_shown) make(this.marks, "span", { class: "lab-runs-mark" }, "on the chart");
    if (row.is_selected) make(this.marks, "span", { class: "lab-runs-mark lab-runs-mark-selected" }, "evaluated");
    this.choices.replaceChildren();
    choicesOf(row.choices, usual).forEach(([words, isUnusual], index) => {
      if (index) this.choices.append(", ");
      make(this.choices, isUnusual ? "b" : "span", {}, words);
    });
    if (row.dataset) this.choices.append(` on ${row.dataset}`);
    say(this.damage, row.message ?? "");
    const seconds = isNumber(row.seconds) && row.seconds > 0 ? row.seconds.toFixed(1) : "–";
    const texts = [row.status, seconds, percentOf(row.validation), percentOf(row.test)];
    texts.forEach((text, index) => say(this.cells[index], text));
    this.line.dataset.status = row.status;
    for (const [action, button] of Object.entries(this.buttons)) {
      button.setAttribute("aria-label", `${button.textContent} ${row.title}`);
    }
  }

  edit() {
    if (this.form) return;
    this.form = make(this.head, "form", { class: "lab-runs-form" });
    this.head.prepend(this.form);
    this.shown.hidden = true;
    const input = make(this.form, "input", { type: "text", "aria-label": `New name of ${this.row.title}`, autocomplete: "off", dir: "auto" });
    make(this.form, "button", { type: "submit" }, "Save");
    const cancel = make(this.form, "button", { type: "button" }, "Cancel");
    const problem = make(this.form, "span", { class: "lab-runs-problem", role: "alert" });
    input.value = this.row.title;
    input.focus();
    input.select();
    cancel.addEventListener("click", () => this.endEdit());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.endEdit();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const sentence = problemOf(input.value);
      say(problem, sentence);
      input.setAttribute("aria-invalid", Boolean(sentence));
      if (sentence) return input.focus();
      if (input.value.trim() !== this.row.title) this.send("rename", this.name, input.value);
      this.endEdit();
    });
  }

  endEdit() {
    this.form.remove();
    this.form = null;
    this.shown.hidden = false;
    this.buttons.rename.focus();
  }
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-runs" });
  keepKeys(root);
  const region = make(root, "section", { role: "region", "aria-label": "Runs so far" });
  make(region, "h3", {}, "Runs so far");
  const table = make(region, "table", { role: "table", "aria-label": "Runs so far" });
  const heads = make(make(table, "thead", { role: "rowgroup" }), "tr", { role: "row" });
  for (const label of HEADS) make(heads, "th", { role: "columnheader", scope: "col" }, label);
  const body = make(table, "tbody", { role: "rowgroup" });
  const message = make(root, "p", { class: "lab-runs-message", role: "status" });
  const bin = make(root, "p", { class: "lab-runs-bin" });
  const gone = make(bin, "span", { role: "status" });
  const undo = make(bin, "button", { type: "button" }, "Undo");
  const rows = new Map();
  let wanted = null; // where the keyboard goes when the answer is here: "" is Undo, else the name of a run
  let deleted = "";
  const send = (action, run = "", text = "") => {
    wanted = action === "delete" ? "" : null;
    model.send({ action, run, text });
  };
  undo.addEventListener("click", () => {
    const name = deleted;
    send("undo");
    wanted = name;
  });
  const draw = () => {
    const states = model.get("rows") ?? [];
    const names = new Set(states.map((row) => row.name));
    for (const [name, row] of rows) {
      if (names.has(name)) continue;
      row.line.remove();
      rows.delete(name);
    }
    states.forEach((state, index) => {
      if (!rows.has(state.name)) rows.set(state.name, new Row(body, state.name, send));
      const row = rows.get(state.name);
      // A node that is moved loses the keyboard: move it only where it stands elsewhere.
      if (body.children[index] !== row.line) body.insertBefore(row.line, body.children[index] ?? null);
      row.draw(state, model.get("usual") ?? {});
    });
    region.hidden = !states.length;
    const bring = model.get("deleted") ?? {};
    deleted = bring.name ?? "";
    bin.hidden = !deleted;
    say(gone, deleted ? `Deleted ${bring.title}.` : "");
    undo.setAttribute("aria-label", deleted ? `Undo: bring ${bring.title} back` : "Undo");
    say(message, model.get("message") ?? "");
    if (wanted === "" && deleted) undo.focus();
    else if (wanted && rows.has(wanted)) rows.get(wanted).buttons.show.focus();
    else return;
    wanted = null;
  };
  const request = () => queueMicrotask(draw);
  model.on("change:rows change:usual change:deleted change:message", request);
  draw();
  return () => model.off("change:rows change:usual change:deleted change:message", request);
}

export default { render };
