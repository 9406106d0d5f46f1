// @ts-check
// The boxes for name and register number, and the buttons whose reports the kernel sends once.

/** @import { View } from "../../../labhelpers/static/anywidget.d.ts" */
/** @import { HandInMessage, HandInState } from "./hand_in_protocol.d.ts" */
/** @import { ReportMade, ReportWanted } from "./hand_in_protocol.d.ts" */
/** @import { Typed } from "./typed_memory.js" */
/** @typedef {View<HandInState, HandInMessage>["model"]} HandInModel */

import { make } from "../../../labhelpers/static/front_end.js";
import { remember, remembered } from "./typed_memory.js";

/** @type {[keyof Typed, label: string][]} */
const FIELDS = [
  ["name", "Name"],
  ["register", "Register number"],
];
/** @type {[ReportWanted["form"], label: string, hint: string][]} */
const FORMS = [
  [
    "html",
    "Download the report (HTML)",
    "One file for every browser; print it from there, or save it as PDF",
  ],
  [
    "zip",
    "Download for GitHub (zip)",
    "README.md, images, program and what a teacher checks, ready for a repository",
  ],
];
/** @type {[ReportWanted["form"], label: string, hint: string]} */
const TO_SERVER = ["server", "Hand in", "Leave the zip with your teacher, and get a copy"];
const LONGEST = 100;
const NO_NAME =
  "Your name is empty: the report would say “not given”. Type it above, or press again.";
const MINUTE = 60_000; // ms

/**
 * @param {ReportMade} report
 * @param {DataView<ArrayBuffer>} content
 */
function download({ name, type }, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make(document.body, "a", { href: address, download: name, hidden: "" });
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), MINUTE);
}

/**
 * A button that types a login as the register number, for as long as another one is there.
 *
 * @param {Element} fields
 * @param {HTMLInputElement} box
 * @param {string} login
 */
function offerLogin(fields, box, login) {
  const words = `Use my login, ${login}, as my register number`;
  const offer = make(fields, "button", { type: "button", class: "lab-hand-in-offer" }, words);
  offer.addEventListener("click", () => {
    box.value = login;
    box.dispatchEvent(new Event("input"));
    box.focus();
  });
  const draw = () => {
    offer.disabled = box.value === login;
  };
  box.addEventListener("input", draw);
  draw();
}

/**
 * Boxes for what is typed, which they change; the first of them.
 *
 * @param {Element} fields
 * @param {Typed} typed
 * @param {string} login is offered as the register number; "" for none
 */
function makeFields(fields, typed, login) {
  const boxes = FIELDS.map(([key, label]) => {
    const box = make(make(fields, "label", {}, label), "input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      maxlength: LONGEST,
    });
    box.value = typed[key];
    box.addEventListener("input", () => {
      typed[key] = box.value;
      remember(typed);
    });
    return box;
  });
  if (login) offerLogin(fields, boxes[1], login.slice(0, LONGEST));
  return boxes[0];
}

/**
 * Whether a report is to be made now: one without a name is asked about, once.
 *
 * @param {string} name
 * @param {boolean} wasAsked
 */
export function isReady(name, wasAsked) {
  return wasAsked || name.trim() !== "";
}

/**
 * Boxes and buttons for reports, which are downloaded as they come; the buttons, and a function
 * that ends this.
 *
 * @param {Element} fields is where the boxes stand
 * @param {Element} buttons
 * @param {HandInModel} model
 * @param {(sentence: string) => void} tell
 * @param {() => void} flush keeps what was written before a report is made
 */
export function makeReports(fields, buttons, model, tell, flush) {
  const typed = remembered();
  let turn = -1;
  let wasAsked = false;
  const nameBox = makeFields(fields, typed, model.get("login"));
  /** @param {ReportWanted["form"]} form */
  const askFor = (form) => {
    if (!isReady(typed.name, wasAsked)) {
      wasAsked = true;
      tell(NO_NAME);
      nameBox.focus();
      return;
    }
    flush();
    tell(model.get("status"));
    // An answer to another view is not for this one.
    turn = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
    model.send({ form, turn, ...typed });
  };
  const offered = model.get("place") ? [TO_SERVER, ...FORMS] : FORMS;
  const forms = offered.map(([form, label, hint]) => {
    const button = make(buttons, "button", { type: "button", title: hint }, label);
    button.addEventListener("click", () => askFor(form));
    return button;
  });
  /** @type {(content: ReportMade, buffers?: DataView<ArrayBuffer>[]) => void} */
  const receive = (content, buffers) => {
    if (content.turn === turn && buffers?.length === 1) download(content, buffers[0]);
  };
  model.on("msg:custom", receive);
  return { forms, end: () => model.off("msg:custom", receive) };
}
