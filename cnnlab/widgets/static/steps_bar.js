// The bar of steps: drawn whole from the state that the kernel sends. It also tells the kernel, once, that the page is
// there and what its address asks for; before that, the kernel's new widgets could get lost on their way.

const isPage = () => document.body.dataset.voila === "voila";
const MARKS = { done: "✓", now: "●", "to do": "" };
const SECONDS_TO_OPEN = 6;
const SECONDS_TO_KNOCK = 3;

function element(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function goTo(event) {
  const section = document.getElementById(event.currentTarget.hash.slice(1));
  if (!section) return;
  event.preventDefault(); // JupyterLab would take the link for one of its own
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  section.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
  section.focus({ preventScroll: true });
}

function step(title, number, state) {
  const item = element("li", `lab-step lab-step-${state.replace(" ", "-")}`);
  const link = element("a");
  const mark = element("span", "lab-step-mark", MARKS[state] && state === "done" ? MARKS[state] : String(number));
  mark.setAttribute("aria-hidden", "true");
  const words = element("span", "lab-step-title", title);
  const hidden = element("span", "lab-hidden", `, step ${number}: ${state}`);
  link.href = `#lab-step-${number}`;
  link.title = `${title}: ${state}`;
  if (state === "now") link.setAttribute("aria-current", "step");
  link.append(mark, words, hidden);
  link.addEventListener("click", goTo);
  item.append(link);
  return item;
}

function linkToChoices(said) {
  const link = element("a", "lab-steps-link", "Link to this set-up");
  link.title = "Copies an address that opens the page with these choices";
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard) return; // not on this connection: the link can be followed, or copied from its menu
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      said.textContent = "Copied.";
    } catch {
      said.textContent = link.href;
    }
    setTimeout(() => (said.textContent = ""), 6000);
  });
  return link;
}

export default {
  render({ model, el }) {
    el.classList.add("lab-steps");
    const navigation = element("nav");
    const list = element("ol");
    navigation.setAttribute("aria-label", "The six steps");
    navigation.append(list);
    const facts = element("div", "lab-steps-facts");
    const chip = element("span", "lab-chip");
    const reason = element("span", "lab-steps-reason");
    const said = element("span", "lab-steps-said");
    said.setAttribute("role", "status");
    const link = linkToChoices(said);
    const cancel = element("button", "lab-steps-cancel", "Cancel the download");
    cancel.type = "button";
    cancel.title = "Go on with the embedded digits";
    cancel.addEventListener("click", () => model.send({ cancel: true }));
    const now = element("span", "lab-steps-now"); // where there is no room for six titles; the list says it to screen readers
    now.setAttribute("aria-hidden", "true");
    facts.append(now, chip, reason, cancel);
    if (isPage()) facts.append(link, said);
    el.append(navigation, facts);

    const drawSteps = () => {
      const states = model.get("states");
      const focused = el.contains(document.activeElement) ? document.activeElement.hash : "";
      list.replaceChildren(...model.get("titles").map((title, index) => step(title, index + 1, states[index])));
      const current = states.indexOf("now");
      now.textContent = current < 0 ? "" : `${current + 1}. ${model.get("titles")[current]}`;
      if (focused) list.querySelector(`a[href="${focused}"]`)?.focus({ preventScroll: true });
    };
    const drawFacts = () => {
      const dataset = model.get("dataset");
      chip.textContent = dataset ? `Digits: ${dataset}` : "Digits: none yet";
      reason.textContent = model.get("reason");
      cancel.hidden = !model.get("reason").startsWith("Downloading");
      const chosen = Object.entries(model.get("choices")).filter(([, value]) => value !== null);
      link.href = `?${new URLSearchParams(chosen)}`;
    };
    const open = () => {
      const book = model.get("book");
      if (isPage() && book) {
        const address = new URL(location.href);
        address.searchParams.set("book", book); // a reload finds the visitor's runs again
        history.replaceState(null, "", address);
      }
      if (model.get("is_open")) document.documentElement.classList.remove("lab-opening");
    };
    model.on("change:states", drawSteps);
    model.on("change:dataset change:reason change:choices", drawFacts);
    model.on("change:is_open change:book", open);
    drawSteps();
    drawFacts();
    open();
    setTimeout(() => document.documentElement.classList.remove("lab-opening"), 1000 * SECONDS_TO_OPEN);
    const query = isPage() ? location.search.slice(1) : "";
    const knock = (times) => {
      if (model.get("is_open") || times === 0) return;
      model.send({ query });
      setTimeout(knock, 1000 * SECONDS_TO_KNOCK, times - 1); // a connection that is only being made may lose one
    };
    knock(10);
  },
};
