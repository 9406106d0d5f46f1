// What a student hands in: boxes for name and register number, the program with a button that copies it, and buttons
// whose reports the kernel sends once, as bytes. What is typed stays in the tab's own memory and nowhere else.

const MEMORY = "cnn-lab.hand-in";
const FIELDS = [
  ["name", "Name"],
  ["register", "Register number"],
];
const FORMS = [
  ["html", "Download the report (HTML)", "One file for every browser; print it from there, or save it as PDF"],
  ["zip", "Download for GitHub (zip)", "README.md, images and program, ready for a repository"],
];
const LONGEST = 100;
const NO_RUN = "Train a network first: its program appears here.";

// A sentence or two: which run this is.
function sentence({ title, dataset, status, file }) {
  if (!title) return NO_RUN;
  const packed = file === "digits.npz" ? " The zip for GitHub holds the digits.npz that the program reads." : "";
  return `This is about ${title}${dataset ? `, on ${dataset}` : ""}. The run is ${status}.${packed}`;
}

function remembered() {
  try {
    const typed = JSON.parse(sessionStorage.getItem(MEMORY));
    return typed && typeof typed === "object" ? typed : {};
  } catch {
    return {};
  }
}

function remember(typed) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify(typed));
  } catch {
    // a browser that keeps nothing: what is typed is in the boxes all the same
  }
}

async function copied(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have no clipboard for pages that come over plain http from another machine: the old way, then.
    const range = document.createRange();
    range.selectNodeContents(shown);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  }
}

function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make(document.body, "a", { href: address, download: name, hidden: "" });
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-hand-in" });
  keepKeys(root);
  const about = make(root, "p", { class: "lab-hand-in-about" });
  const forms = [];
  const typed = remembered();
  let turn = -1;
  if (model.get("has_report")) {
    const fields = make(root, "div", { class: "lab-hand-in-fields" });
    for (const [key, label] of FIELDS) {
      const box = make(make(fields, "label", {}, label), "input", {
        type: "text",
        autocomplete: "off",
        spellcheck: "false",
        dir: "auto",
        maxlength: LONGEST,
      });
      box.value = typeof typed[key] === "string" ? typed[key] : "";
      box.addEventListener("input", () => {
        typed[key] = box.value;
        remember(typed);
      });
    }
  }
  const buttons = make(root, "div", { class: "lab-hand-in-buttons" });
  if (model.get("has_report")) {
    for (const [form, label, hint] of FORMS) {
      const button = make(buttons, "button", { type: "button", title: hint }, label);
      button.addEventListener("click", () => {
        turn = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER); // an answer to another view is not for this one
        model.send({ form, turn, name: typed.name ?? "", register: typed.register ?? "" });
      });
      forms.push(button);
    }
  }
  const copy = make(buttons, "button", { type: "button", title: "Put the whole program into the clipboard" }, "Copy the program");
  const status = make(root, "p", { class: "lab-hand-in-status", role: "status" });
  const shown = make(root, "pre", { tabindex: "0", role: "region", "aria-label": "Program", dir: "ltr" });
  const code = make(shown, "code");
  copy.addEventListener("click", async () => {
    const done = await copied(model.get("program"), code);
    say(status, done ? "The program is in the clipboard." : "Your browser did not let the page copy. The program is selected: press Ctrl+C.");
  });
  const draw = () => {
    const program = model.get("program");
    about.textContent = sentence(model.get("about"));
    say(code, program);
    shown.hidden = !program;
    for (const button of [copy, ...forms]) button.disabled = !program;
  };
  const tell = () => say(status, model.get("status"));
  const receive = (content, buffers) => {
    if (content.turn === turn && buffers?.length === 1) download(content.name, content.type, buffers[0]);
  };
  const request = () => queueMicrotask(draw);
  model.on("change:program change:about", request);
  model.on("change:status", tell);
  model.on("msg:custom", receive);
  draw();
  return () => {
    model.off("change:program change:about", request);
    model.off("change:status", tell);
    model.off("msg:custom", receive);
  };
}

export default { render };
