// What every panel needs and ipywidgets does not give: names for sliders, in Voila and in JupyterLab; and, in Voila
// only, a watch that says when the kernel or the server has gone, because Voila itself says nothing.

const MARK = Symbol.for("cnn-lab.page-care"); // once a document, however many panels and kernels it shows
const SECONDS_BETWEEN_LOOKS = 1.5;
const SECONDS_TO_ANSWER = 1.5; // twice both is less than the five seconds within which a visitor is to know

// Names

function words(widget) {
  const label = widget?.querySelector(":scope > .widget-label");
  return label?.textContent.trim() || widget?.getAttribute("title") || "";
}

function set(element, name, value) {
  // Only what changes: the observer would otherwise be woken by its own work.
  if (value !== "" && element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

function nameAll(selector, root, more = () => {}) {
  for (const element of root.querySelectorAll(selector)) {
    const widget = element.closest(".jupyter-widgets.widget-inline-hbox, .jupyter-widgets.widget-inline-vbox");
    const name = words(widget);
    if (name && !element.getAttribute("aria-labelledby")) more(element, name);
  }
}

function mend(root) {
  nameAll(".noUi-handle", root, (handle, name) => set(handle, "aria-label", name));
  nameAll(".widget-readout", root, (readout, name) => {
    if (readout.isContentEditable || readout.hasAttribute("contenteditable")) set(readout, "role", "textbox");
    if (readout.hasAttribute("role")) set(readout, "aria-label", `${name}, as a number`);
  });
  for (const section of root.querySelectorAll(".lab-section")) {
    const heading = section.querySelector("h2[id]");
    if (heading) {
      set(section, "role", "region");
      set(section, "aria-labelledby", heading.id);
    }
  }
}

function careForNames() {
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      mend(document);
    }, 50);
  };
  new MutationObserver(soon).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["class"],
  });
  mend(document);
}

// The watch

function kernelAddress() {
  try {
    const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return page.kernelId ? `${page.baseUrl}api/kernels/${page.kernelId}` : null; // JupyterLab's page names no kernel
  } catch {
    return null;
  }
}

const SENTENCES = {
  ended:
    "The page's Python has ended: it was stopped, or nobody used the page for ten minutes. Your runs are safe, and one " +
    "that was going on goes on. Reload the page to see them.",
  silent:
    "The server does not answer. Look whether it still runs and whether your network is there. This page tries again " +
    "by itself; your runs are safe on the server's disk.",
};

function banner() {
  const box = document.createElement("div");
  const say = document.createElement("p");
  const reload = document.createElement("button");
  let shown = "";
  box.className = "lab-banner";
  box.setAttribute("role", "alert");
  reload.type = "button";
  reload.textContent = "Reload the page";
  reload.addEventListener("click", () => location.reload());
  return (what) => {
    if (what === shown) return;
    shown = what;
    box.remove();
    say.textContent = SENTENCES[what] || "";
    box.replaceChildren(say, reload);
    if (what) document.body.append(box);
  };
}

async function look(address) {
  // A busy kernel is no fault: the server answers for it.
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(1000 * SECONDS_TO_ANSWER) });
    return answer.status === 404 ? "ended" : answer.ok ? "" : "silent";
  } catch {
    return "silent";
  }
}

async function watch(address) {
  const show = banner();
  const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
  for (let before = ""; ; ) {
    const found = await look(address);
    if (found !== "silent" || before === "silent") show(found);
    if (found === "ended") return; // a kernel does not come back
    await wait(found === "silent" && before === "" ? 0.3 : SECONDS_BETWEEN_LOOKS);
    before = found;
  }
}

export default {
  render({ el }) {
    el.classList.add("lab-care");
    if (document[MARK]) return;
    document[MARK] = true;
    careForNames();
    const address = kernelAddress();
    if (address) watch(address);
  },
};
