// @ts-check
// A watch over the page's kernel, and a banner that says when it or the server has gone.

/** @typedef {"" | "ended" | "locked" | "silent"} Finding "" while all is well */

const SECONDS_BETWEEN_LOOKS = 1.5;
const SECONDS_TO_LOOK_AGAIN = 0.3; // after the first silence
// Twice this is less than the five seconds within which a visitor is to know.
const SECONDS_TO_ANSWER = 1.5;
const SAFE =
  "Your runs are safe: one that was going on goes on, or waits for Resume. Reload the page to " +
  "see them.";
const SENTENCES = {
  "": "",
  ended:
    "The page's Python has ended: it was stopped, or the page was unconnected or unused for too " +
    `long. ${SAFE}`,
  locked:
    "The server does not know this browser any more: the page's cookie was deleted, or its " +
    `login has ended. ${SAFE}`,
  silent:
    "The server does not answer. Look whether it still runs and whether your network is there. " +
    "This page tries again by itself; your runs are safe on the server's disk.",
};

/** What Voila writes into the page. */
function settings() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "");
  } catch {
    return {};
  }
}

/** Return where the server answers for the page's kernel; null where the page names none. */
export function kernelAddress() {
  const { baseUrl, kernelId } = settings();
  return kernelId ? `${baseUrl}api/kernels/${kernelId}` : null; // JupyterLab's page names none
}

/** @returns {Record<string, string>} what opens the kernel where there may be no cookie */
function key() {
  const { token } = settings();
  return token ? { Authorization: `token ${token}` } : {};
}

/**
 * What a server's answer says of the kernel; a busy one is no fault: the server answers for it.
 *
 * @param {{ status: number, ok: boolean }} answer
 * @returns {Finding}
 */
export function findingOf({ status, ok }) {
  if (status === 404) return "ended";
  if (status === 403) return "locked";
  return ok ? "" : "silent";
}

/**
 * @param {string} address
 * @returns {Promise<Finding>}
 */
async function look(address) {
  try {
    const signal = AbortSignal.timeout(1000 * SECONDS_TO_ANSWER);
    return findingOf(await fetch(address, { cache: "no-store", headers: key(), signal }));
  } catch {
    return "silent";
  }
}

/**
 * A banner that is on the page while one of two has something to say, the server's silence before
 * the kernel's; the functions returned say it, and take it away with "".
 */
export function makeBanner() {
  const box = document.createElement("div");
  const sentence = document.createElement("p");
  const reload = document.createElement("button");
  const words = ["", ""];
  let shown = "";
  box.className = "lab-banner";
  box.setAttribute("role", "alert");
  reload.type = "button";
  reload.textContent = "Reload the page";
  reload.addEventListener("click", () => location.reload());
  const draw = () => {
    const newest = words[0] || words[1];
    if (newest === shown) return;
    shown = newest;
    box.remove();
    sentence.textContent = shown;
    box.replaceChildren(sentence, reload);
    if (shown) document.body.append(box);
  };
  return words.map((_, place) => (/** @type {string} */ told) => {
    words[place] = told;
    draw();
  });
}

/** @param {number} seconds */
const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

/**
 * Look at a kernel again and again, until it has ended; one silence alone is not yet told, but
 * what the page shows is marked as old until the kernel says something again.
 *
 * @param {string} address
 * @param {(words: string) => void} show
 */
export async function watch(address, show) {
  /** @type {Finding} */
  let before = "";
  while (before !== "ended") {
    const found = await look(address);
    const isFirstSilence = found === "silent" && before === "";
    if (found) document.documentElement.classList.add("lab-stale");
    if (found !== "silent" || before === "silent") show(SENTENCES[found]);
    if (found !== "ended") {
      await wait(isFirstSilence ? SECONDS_TO_LOOK_AGAIN : SECONDS_BETWEEN_LOOKS);
    }
    before = found;
  }
}
