// The evaluation of a run: a menu of the runs, the result, the confusion matrix, the report, and digits that were read.

const COLUMNS = { precision: 3, recall: 3, "f1-score": 3, support: 0 }; // and their decimals
const SIDE = 28;
const NO_RUN = "Train a network first: its evaluation appears here when the run has finished.";

const percentOf = (share) => `${(100 * share).toFixed(1)}%`;
// Whole percent, and never a rounded 100% that was not one.
const roughly = (share) => (share >= 0.995 && share < 1 ? ">99%" : `${(100 * share).toFixed(0)}%`);
const images = (count) => `${count.toLocaleString("en")} image${count === 1 ? "" : "s"}`;
const bytesOf = ({ buffer, byteOffset, byteLength }) => buffer.slice(byteOffset, byteOffset + byteLength);

// Test digits as Python sends them, one by one: pixels, the true digit, ten probabilities and what was read.
function digitsOf({ labels, pixels, probabilities }) {
  const all = new Float32Array(bytesOf(probabilities));
  return labels.map((label, k) => {
    const shares = [...all.slice(10 * k, 10 * k + 10)];
    const guess = shares.indexOf(Math.max(...shares));
    const image = { shape: [SIDE, SIDE], pixels: new Uint8Array(bytesOf(pixels), SIDE * SIDE * k, SIDE * SIDE) };
    return { label, shares, guess, share: shares[guess], image };
  });
}

// A list of digits; `wordsOf` gives the lines above each, and `hasBars` puts its ten probabilities beside it.
function drawDigits(list, digits, wordsOf, hasBars = false) {
  list.replaceChildren();
  for (const digit of digits) {
    const item = make(list, "li");
    for (const words of wordsOf(digit)) make(item, "span", {}, words);
    const box = make(item, "div", { class: "lab-digits-box", "aria-hidden": "true" });
    drawPixels(make(box, "canvas"), digit.image);
    if (!hasBars) continue;
    const bars = make(box, "div", { class: "lab-digits-bars" });
    digit.shares.forEach((share, number) => {
      make(bars, "span", {}, String(number));
      const kind = number !== digit.guess ? "" : digit.guess === digit.label ? "lab-digits-right" : "lab-digits-wrong";
      make(make(bars, "span"), "i", { class: kind, style: `width: ${100 * share}%` });
    });
  }
}

const judged = ({ label, guess, share }) => {
  const words = `${guess} (${roughly(share)})`;
  return [guess === label ? `✓ ${words}` : `✗ ${words}, is ${label}`];
};
const misread = ({ label, guess, share }) => [`${label} read as ${guess}`, `${roughly(share)} sure`];

// scikit-learn's classification report as a table.
function drawReport(region, report) {
  region.replaceChildren();
  const table = make(region, "table", { "aria-label": "Classification report" });
  const heads = make(make(table, "thead"), "tr");
  for (const head of ["digit", ...Object.keys(COLUMNS)]) make(heads, "th", { scope: "col" }, head);
  const body = make(table, "tbody");
  for (const [name, scores] of Object.entries(report)) {
    const line = make(body, "tr");
    make(line, "th", { scope: "row" }, name);
    for (const [column, decimals] of Object.entries(COLUMNS)) {
      const number = scores[column].toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
      make(line, "td", {}, number);
    }
  }
}

// The greatest share of a true digit's images that was read as one and the same other digit.
function worstOf(matrix, totals) {
  const shares = matrix.flatMap((row, label) => row.map((count, guess) => (guess === label ? 0 : count / Math.max(totals[label], 1))));
  return Math.max(...shares, 0) || 1;
}

// The confusion matrix as a grid: one stop for the Tab key, arrow keys within, Enter or a click opens a cell.
function makeMatrix(parent, model) {
  const root = make(parent, "div", { class: "lab-confusion" });
  const left = make(root, "div", { class: "lab-confusion-grid" });
  const table = make(left, "table", { role: "grid", "aria-label": "Confusion matrix: true digits down, predicted digits across" });
  const note = make(left, "p", { class: "lab-confusion-note" }, "Open a cell to see its digits: click it, or go there with the arrow keys and press Enter. The stronger a grey, the larger that mistake's share of the digit's images; blue cells were read rightly.");
  note.id = `lab-confusion-${Math.random().toString(36).slice(2)}`;
  table.setAttribute("aria-describedby", note.id);
  const link = make(left, "a", { class: "lab-confusion-save", download: "confusion-matrix.png" });
  const right = make(root, "div", { class: "lab-confusion-digits" });
  const heading = make(make(right, "div", { role: "status" }), "h4");
  const words = make(right, "p");
  const digits = make(right, "ul", { class: "lab-digits lab-digits-small", role: "list", "aria-label": "The digits in the open cell" });
  let cells = [];
  let here = [0, 0]; // the cell that Tab comes to

  const reach = (label, guess, isFocused) => {
    if (!cells[label]?.[guess]) return;
    cells[here[0]]?.[here[1]]?.setAttribute("tabindex", "-1");
    here = [label, guess];
    cells[label][guess].setAttribute("tabindex", "0");
    if (isFocused) cells[label][guess].focus();
  };
  const mark = () => {
    const { cell: [label, guess] = [], count = 0, digits: some, missing = "" } = model.get("opened");
    const found = some ? digitsOf(some) : [];
    const isRight = label === guess;
    const which = found.length < count ? `The ${found.length} ${isRight ? "least sure" : "surest"} of them` : "All of them";
    const reading = isRight ? "read rightly" : `read as ${guess}`;
    say(heading, some ? `${images(count)} of ${label === 8 ? "an" : "a"} ${label} ${reading}` : missing);
    if (found.length) say(words, `${which}, each with the probability of ${guess}.`);
    else say(words, some ? "No test digit is in this cell." : "");
    digits.hidden = !found.length;
    drawDigits(digits, found, ({ share }) => [roughly(share)]);
    cells.flat().forEach((cell) => cell.setAttribute("aria-selected", "false"));
    cells[label]?.[guess]?.setAttribute("aria-selected", "true");
  };
  const draw = ({ matrix, picture }) => {
    link.innerHTML = picture;
    link.href = link.querySelector("img").src;
    make(link, "span", {}, "Save the matrix as a picture, for your report");
    const had = table.contains(document.activeElement);
    const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
    const worst = worstOf(matrix, totals);
    const last = matrix.length - 1;
    table.replaceChildren();
    const across = make(make(table, "thead", { role: "rowgroup" }), "tr", { role: "row" });
    const corner = make(across, "th", { role: "columnheader", class: "lab-confusion-corner" });
    make(corner, "span", {}, "true ↓ read as →");
    matrix.forEach((_, guess) => make(across, "th", { role: "columnheader", scope: "col" }, String(guess)));
    make(across, "th", { role: "columnheader", scope: "col", class: "lab-confusion-share" }, "right");
    const body = make(table, "tbody", { role: "rowgroup" });
    cells = matrix.map((row, label) => {
      const line = make(body, "tr", { role: "row" });
      make(line, "th", { role: "rowheader", scope: "row" }, String(label));
      const made = row.map((count, guess) => {
        const share = totals[label] ? count / totals[label] : 0;
        const cell = make(line, "td", { role: "gridcell", tabindex: "-1" }, count ? count.toLocaleString("en") : "");
        const reading = guess === label ? `${label} read rightly` : `${label} read as ${guess}`;
        cell.setAttribute("aria-label", `${reading}: ${images(count)}, ${percentOf(share)} of the ${label}s`);
        cell.title = cell.getAttribute("aria-label");
        if (guess === label) cell.className = "lab-confusion-right";
        else cell.style.setProperty("--lab-share", `${((40 * share) / worst).toFixed(1)}%`);
        cell.addEventListener("click", () => {
          reach(label, guess, true);
          model.send({ label, guess });
        });
        return cell;
      });
      const right = totals[label] ? percentOf(row[label] / totals[label]) : "–";
      make(line, "td", { role: "gridcell", class: "lab-confusion-share" }, right);
      return made;
    });
    reach(Math.min(here[0], last), Math.min(here[1], last), had);
    mark();
  };
  table.addEventListener("keydown", (event) => {
    const [label, guess] = here;
    const last = cells.length - 1;
    const isFar = event.ctrlKey || event.metaKey;
    const steps = {
      ArrowUp: [label - 1, guess],
      ArrowDown: [label + 1, guess],
      ArrowLeft: [label, guess - 1],
      ArrowRight: [label, guess + 1],
      Home: [isFar ? 0 : label, 0],
      End: [isFar ? last : label, last],
    };
    if (event.key === "Enter" || event.key === " ") model.send({ label: here[0], guess: here[1] });
    else if (steps[event.key]) reach(...steps[event.key], true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { draw, mark };
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-evaluation" });
  keepKeys(root);
  const id = `lab-evaluation-${Math.random().toString(36).slice(2)}`;
  const choice = make(root, "p", { class: "lab-evaluation-run" });
  make(choice, "label", { for: id }, "Run");
  const menu = make(choice, "select", { id });
  const result = make(root, "p");
  const details = make(root, "div");
  make(details, "h3", {}, "Confusion matrix");
  const matrix = makeMatrix(details, model);
  make(details, "h3", {}, "Classification report");
  const report = make(details, "div", { class: "lab-evaluation-report", role: "region", tabindex: "0", "aria-label": "Classification report" });
  const section = (title, kind) => {
    make(details, "h3", {}, title);
    const list = make(details, "ul", { class: `lab-digits ${kind}`, role: "list", "aria-label": title });
    const instead = make(details, "p");
    return (digits, sentence, ...how) => {
      drawDigits(list, digits, ...how);
      list.hidden = !digits.length;
      say(instead, digits.length ? "" : sentence);
    };
  };
  const drawFirst = section("Predictions", "lab-digits-wide");
  const drawMistakes = section("The most confident mistakes", "");

  const drawMenu = () => {
    const runs = model.get("runs");
    menu.replaceChildren();
    for (const [name, title] of runs.length ? runs : [["", "no run yet"]]) make(menu, "option", { value: name }, title);
    menu.value = model.get("selected");
  };
  const draw = () => {
    const shown = model.get("shown");
    details.hidden = !shown.matrix;
    say(result, shown.result ?? NO_RUN);
    if (!shown.matrix) return;
    matrix.draw(shown);
    drawReport(report, shown.report);
    drawFirst(shown.first ? digitsOf(shown.first) : [], shown.missing, judged, true);
    drawMistakes(shown.mistakes ? digitsOf(shown.mistakes) : [], shown.missing ?? "No test digit was misread.", misread);
  };
  menu.addEventListener("change", () => model.send({ run: menu.value }));
  model.on("change:runs change:selected", drawMenu);
  model.on("change:shown", draw);
  model.on("change:opened", matrix.mark);
  drawMenu();
  draw();
  return () => {
    model.off("change:runs change:selected", drawMenu);
    model.off("change:shown", draw);
    model.off("change:opened", matrix.mark);
  };
}

export default { render };
