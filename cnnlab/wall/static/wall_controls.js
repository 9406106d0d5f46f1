// @ts-check
// What the teacher may do: a message to all pages, and whatever else the wall's parts ask for.

/** @import { WallState } from "./protocol.d.ts" */

import { say } from "../../../labhelpers/static/front_end.js";
import { GONE, part, partOf } from "./wall_parts.js";

const ON_PAGES = "On all pages now";
const UNKNOWN = "The server does not answer as it should; this may not have been done.";
const SECONDS_TO_WAIT = 20; // longer than the server waits for its engine

/**
 * Why a wish was not fulfilled, "" where it was. What is no sentence of the wall's is not shown.
 *
 * @param {Response | null} answer null where none came
 */
export async function refusalOf(answer) {
  if (answer?.ok) return "";
  if (answer?.status === 404) return GONE;
  const sentence = answer?.status === 400 ? await answer.text().catch(() => "") : "";
  return sentence || UNKNOWN;
}

/** @param {() => Promise<void>} lookAgain called when something was done */
export function makeControls(lookAgain) {
  const consent = document.querySelector("meta[name='lab-consent']")?.getAttribute("content");
  const words = partOf("wall-words", HTMLInputElement);
  const clear = partOf("wall-clear", HTMLButtonElement);
  const told = part("wall-said");
  let refusal = "";
  let shown = ""; // on the pages, and in the box unless somebody is typing another one

  /** @param {Record<string, unknown>} wish */
  const act = async (wish) => {
    const headers = { "Content-Type": "application/json", "X-Lab-Wall": consent ?? "" };
    const body = JSON.stringify(wish);
    const signal = AbortSignal.timeout(1000 * SECONDS_TO_WAIT);
    const sent = fetch("act", { method: "POST", headers, body, signal });
    refusal = await refusalOf(await sent.catch(() => null));
    say(told, refusal);
    await lookAgain();
  };

  part("wall-say").addEventListener("submit", async (event) => {
    event.preventDefault();
    await act({ message: words.value });
  });
  clear.addEventListener("click", async () => {
    words.value = shown;
    await act({ message: "" });
    words.focus();
  });
  openInvitation();

  /** @param {WallState} state */
  const draw = ({ message }) => {
    if (words.value === shown || words.value.trim() === message) words.value = message;
    shown = message;
    clear.disabled = !message;
    if (!refusal) say(told, message ? ON_PAGES : "");
  };
  return { act, draw };
}

/** The address for the class, large, where there is one. */
function openInvitation() {
  const dialog = document.getElementById("wall-invitation");
  if (!(dialog instanceof HTMLDialogElement)) return;
  part("wall-invite").addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", () => dialog.close());
}
