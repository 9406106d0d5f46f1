// @ts-check
// Whose the runs are, and the address that brings them to another computer: only for whoever asks.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { OwnRunsMessage, OwnRunsState } from "./protocol.d.ts" */

import { make, onChange, say } from "../../../labhelpers/static/front_end.js";
import { forgetAll, recall, remember } from "./tab_memory.js";

const BY_COOKIE =
  "Whoever opens the lab in this browser has these runs: a cookie brings them back, for a year " +
  "after the last visit.";
const BY_TAB = "This tab remembers your runs; keep their address to find them again later.";
const ANYWHERE = "Log in on any computer to find them there.";
const WARNING = "Open it there. Whoever has this address has your runs: give it to nobody.";

/** The page's address without what it asks for. */
const place = () => `${location.origin}${location.pathname}`;

/**
 * A box with the address, and a button that copies it.
 *
 * @param {Element} parent
 */
function makeAddress(parent) {
  const row = make(parent, "div", { class: "lab-own-runs-row" });
  const label = "Address that brings your runs along";
  const box = make(row, "input", { type: "text", readonly: "", "aria-label": label });
  box.addEventListener("focus", () => box.select());
  const copy = make(row, "button", { type: "button" }, "Copy the address");
  const said = make(row, "span", { role: "status" });
  make(parent, "p", {}, WARNING);
  copy.addEventListener("click", async () => {
    box.focus();
    // Without https there is no clipboard for scripts: the address is marked, to copy it by keys.
    const isCopied = await navigator.clipboard?.writeText(box.value).then(
      () => true,
      () => false,
    );
    say(said, isCopied ? "Copied." : "Press Ctrl+C (on a Mac Cmd+C).");
  });
  return box;
}

/**
 * Whose the runs are where everybody is logged in: no address is needed, and none is offered.
 *
 * @param {Element} line
 * @param {string} login
 */
function makeLogin(line, login) {
  const before = recall("login");
  if (before && before !== login) forgetAll(); // a name that was typed is another one's
  remember("login", login);
  make(line, "span", {}, "Your runs belong to your login, ");
  make(line, "b", {}, login);
  make(line, "span", {}, `. ${ANYWHERE} `);
  make(line, "a", { href: "logout" }, "Log out").addEventListener("click", forgetAll);
}

/** @param {View<OwnRunsState, OwnRunsMessage>} view */
function render({ model, el }) {
  const root = make(el, "div", { class: "lab-own-runs" });
  const line = make(root, "p");
  const login = model.get("login");
  if (login) return makeLogin(line, login);
  const isEmbedded = window.self !== window.top; // where a browser may keep no cookie
  const whose = model.get("is_for_tab") && isEmbedded ? BY_TAB : BY_COOKIE;
  make(line, "span", {}, `${whose} `);
  const take = make(line, "button", { type: "button" }, "Take my runs to another computer");
  const shown = make(root, "div", { hidden: "" });
  const box = makeAddress(shown);
  take.addEventListener("click", () => model.send({ take: true }));
  const draw = () => {
    const query = model.get("query");
    if (!query || box.value) return;
    box.value = `${place()}${query}`;
    shown.hidden = false;
    take.hidden = true;
    box.focus();
  };
  return onChange(model, ["query"], draw);
}

export default { render };
