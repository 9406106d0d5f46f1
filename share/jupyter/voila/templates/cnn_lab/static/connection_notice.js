// @ts-check
// What the page says where its Python cannot be reached: no kernel comes, a script of Voila's is
// lost, or its WebSocket is refused or never answered. It needs none of these: the template puts
// this file into the page itself, before all others. So nothing in here may look like Jinja.

/**
 * What is known so far; times are seconds since the page began, Infinity for "not yet".
 *
 * @typedef {object} Facts
 * @property {number} now
 * @property {boolean} hasPanels whether the page is there; then all is well
 * @property {number} started when the page's kernel had started
 * @property {number} rendered when that had done what the page asks of it; then it is idle
 * @property {boolean} isOver whether the server has sent all that it will send
 * @property {boolean} hasLostScript whether a script could not be loaded
 * @property {boolean} hasKernelEnded whether the server knows no such kernel any more
 * @property {boolean} isLocked whether the kernel does not answer, for want of its cookie
 * @property {number} refusals how often in a row a WebSocket was closed before it said anything
 * @property {number} asked since when one has been without an answer
 */
/** @type {Facts} */
export const AT_FIRST = {
  now: 0,
  hasPanels: false,
  started: Infinity,
  rendered: Infinity,
  isOver: false,
  hasLostScript: false,
  hasKernelEnded: false,
  isLocked: false,
  refusals: 0,
  asked: Infinity,
};

/** @typedef {"" | "slow" | "kernel" | "script" | "cookie" | "socket" | "stuck"} Finding */

const PANEL = ".lab-steps"; // the kernel has told it what to draw
const SECONDS_BETWEEN_LOOKS = 0.5;
const SECONDS_TO_START = 14; // with two busy cores it takes 12
const SECONDS_TO_GIVE_UP = 75; // Voila waits 60 for a kernel
const SECONDS_TO_ANSWER = 5; // for an idle kernel
const SECONDS_TO_DRAW = 60; // 5 MB of scripts through a slow network

const RELOAD = "Reload the page. If this comes back, show it to your instructor.";
const LATER = "Reload the page. If that does not help, tell your instructor.";
const STILL = `The page is still starting: its Python takes long. Wait a minute. ${LATER}`;
const LOOK =
  "cnn-lab doctor looks over the server's machine; cnn-lab serve --log FILE keeps a log.";
/** What is said: a heading, what a student does, what an instructor looks at. */
const WORDS = {
  kernel: ["The page's Python did not start, or has ended", RELOAD, LOOK],
  script: [
    "A part of this page could not be loaded",
    RELOAD,
    "The browser's console names the file. A proxy or filter must let through everything under " +
      "the lab's address, and must pass the path on as it came.",
  ],
  cookie: [
    "This browser keeps no cookies for the page",
    "Allow cookies for this address, then reload the page.",
    "The page's Python answers only to the browser that has its cookie. A proxy must pass on the " +
      "headers Cookie and Set-Cookie. Within a course's page, start the lab with --embed-in: " +
      "then it needs none.",
  ],
  socket: [
    "The page cannot reach its Python",
    RELOAD,
    "No WebSocket works between this browser and the lab. A proxy must pass on the headers Upgrade, " +
      "Connection, Origin and Host as the browser sent them, and hold no message back; a filter " +
      "or virus scanner must allow WebSockets to this address. The lab's README has the lines " +
      "for nginx, Caddy and Apache.",
  ],
  stuck: ["The page is not complete yet", LATER, LOOK],
};

/**
 * Return what is wrong, "" for nothing or not yet.
 *
 * @param {Facts} facts
 * @returns {Finding}
 */
export function findingOf(facts) {
  const { now } = facts;
  if (facts.hasPanels) return "";
  if (facts.started > now) {
    if (facts.isOver || now > SECONDS_TO_GIVE_UP) return "kernel";
    return now > SECONDS_TO_START ? "slow" : "";
  }
  if (facts.hasLostScript) return "script";
  if (facts.hasKernelEnded) return "kernel";
  if (facts.isLocked) return "cookie";
  const isSilent = now - Math.max(facts.asked, facts.rendered) > SECONDS_TO_ANSWER;
  if (facts.refusals > 1 || isSilent) return "socket";
  return now > SECONDS_TO_DRAW ? "stuck" : "";
}

const now = () => performance.now() / 1000;

/** What Voila writes into the page once the kernel has started. */
const settings = () => document.getElementById("jupyter-config-data");

/** Return the status with which the server answers for the page's kernel, 0 for no answer. */
async function kernelStatus() {
  const { baseUrl, kernelId, token } = JSON.parse(settings()?.textContent ?? "{}");
  const address = `${baseUrl}api/kernels/${kernelId}`;
  /** @type {Record<string, string>} */
  const headers = token ? { Authorization: `token ${token}` } : {};
  const answer = await fetch(address, { cache: "no-store", headers }).catch(() => null);
  return answer?.status ?? 0;
}

/** @param {Facts} facts */
async function lookForKey(facts) {
  facts.isLocked = (await kernelStatus()) === 403;
}

/**
 * Mark what the page shows as old, from when its connection is lost until the kernel says
 * something again; page_care.css greys it. `kernel_watch.js` marks it, too, where the network has
 * gone without a word.
 *
 * @param {boolean} isStale
 */
function setStale(isStale) {
  document.documentElement.classList.toggle("lab-stale", isStale);
}

/**
 * Follow a WebSocket for as long as it is there: until it says something, it may be why the page
 * does not come; the kernel may be why it was closed.
 *
 * @param {WebSocket} socket
 * @param {Facts} facts
 */
function follow(socket, facts) {
  let isSilent = true;
  facts.asked = now();
  socket.addEventListener("message", () => {
    setStale(false);
    if (!isSilent) return;
    isSilent = false;
    facts.hasKernelEnded = false;
    facts.refusals = 0;
    facts.asked = Infinity;
  });
  socket.addEventListener("close", async () => {
    setStale(true);
    if (!isSilent) return;
    facts.hasKernelEnded = (await kernelStatus()) === 404;
    facts.refusals += 1;
    facts.asked = Infinity;
  });
}

/**
 * Follow the WebSockets that are opened from now on.
 *
 * @param {Facts} facts
 */
function followAll(facts) {
  window.WebSocket = class extends WebSocket {
    /**
     * @param {string | URL} address
     * @param {string | string[]} [protocols]
     */
    constructor(address, protocols) {
      super(address, protocols);
      follow(this, facts);
    }
  };
}

/** No notice yet: what the page says while it starts goes on. */
function stillStarts() {
  const text = document.getElementById("loading_text");
  if (text && text.textContent !== STILL) text.textContent = STILL;
}

/** @param {Exclude<Finding, "slow">} finding */
function tell(finding) {
  const place = document.getElementById("lab-notice");
  if (!place || place.dataset.finding === finding) return;
  place.dataset.finding = finding;
  place.setAttribute("role", finding === "stuck" ? "status" : "alert"); // it may come yet
  place.replaceChildren();
  if (!finding) return;
  const [heading, student, instructor] = WORDS[finding];
  /** @type {[string, string][]} */
  const parts = [
    ["strong", heading],
    ["p", student],
    ["p", `For the instructor: ${instructor}`],
    ["button", "Reload the page"],
  ];
  for (const [tag, text] of parts) {
    const part = document.createElement(tag);
    part.textContent = text;
    place.append(part);
  }
  place.querySelector("button")?.addEventListener("click", () => location.reload());
}

/** Look at the page until it is there, and tell what keeps it from coming. */
function watch() {
  const facts = { ...AT_FIRST };
  const onError = (/** @type {Event} */ event) => {
    if (event.target instanceof HTMLScriptElement) facts.hasLostScript = true;
  };
  const look = () => {
    facts.now = now();
    facts.hasPanels = document.querySelector(PANEL) !== null;
    facts.isOver = document.readyState !== "loading";
    if (document.getElementById("lab-rendered")) {
      facts.rendered = Math.min(facts.rendered, facts.now);
    }
    if (settings() && facts.started === Infinity) {
      facts.started = facts.now;
      lookForKey(facts); // without it Voila asks for no WebSocket that could be refused
    }
    const finding = findingOf(facts);
    if (finding === "slow") stillStarts();
    else tell(finding);
    if (facts.hasPanels) clearInterval(looks);
  };
  followAll(facts);
  const looks = setInterval(look, 1000 * SECONDS_BETWEEN_LOOKS);
  window.addEventListener("error", onError, true); // scripts tell only whoever captures
}

if (typeof document !== "undefined") watch();
