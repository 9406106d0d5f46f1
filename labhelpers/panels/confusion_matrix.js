// A confusion matrix as a grid: one stop for the Tab key, arrow keys within, Enter or a click opens a cell.

const percentOf = (share) => `${(100 * share).toFixed(1)}%`;
const images = (count) => `${count.toLocaleString("en")} image${count === 1 ? "" : "s"}`;

// The greatest share of a true digit's images that was read as one and the same other digit.
function worstOf(matrix, totals) {
  const shares = matrix.flatMap((row, label) => row.map((count, guess) => (guess === label ? 0 : count / Math.max(totals[label], 1))));
  return Math.max(...shares, 0) || 1;
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-confusion" });
  keepKeys(root);
  const left = make(root, "div", { class: "lab-confusion-grid" });
  const table = make(left, "table", { role: "grid", "aria-label": "Confusion matrix: true digits down, predicted digits across" });
  const note = make(left, "p", { class: "lab-confusion-note" }, "Open a cell to see its digits: click it, or go there with the arrow keys and press Enter. The stronger a grey, the larger that mistake's share of the digit's images; blue cells were read rightly.");
  note.id = `lab-confusion-${Math.random().toString(36).slice(2)}`;
  table.setAttribute("aria-describedby", note.id);
  const link = make(left, "a", { class: "lab-confusion-save", download: "confusion-matrix.png" });
  const right = make(root, "div", { class: "lab-confusion-digits" });
  const heading = make(make(right, "div", { role: "status" }), "h4");
  const words = make(right, "p");
  const digits = make(right, "div");
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
    const [label, guess, title = "", sentence = "", picture = ""] = model.get("opened") ?? [];
    heading.textContent = title;
    words.textContent = sentence;
    digits.innerHTML = picture;
    cells.flat().forEach((cell) => cell.setAttribute("aria-selected", "false"));
    cells[label]?.[guess]?.setAttribute("aria-selected", "true");
  };
  const draw = () => {
    const matrix = model.get("matrix") ?? [];
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
  const drawPicture = () => {
    link.innerHTML = model.get("picture") ?? "";
    link.href = link.querySelector("img")?.src ?? "";
    make(link, "span", {}, "Save the matrix as a picture, for your report");
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
  model.on("change:matrix", draw);
  model.on("change:opened", mark);
  model.on("change:picture", drawPicture);
  draw();
  drawPicture();
  return () => {
    model.off("change:matrix", draw);
    model.off("change:opened", mark);
    model.off("change:picture", drawPicture);
  };
}

export default { render };
