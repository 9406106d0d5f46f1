// @ts-check
// Whether somebody sees what unfolds: it is open, and not out of sight.

/** @import { ProbeSeen } from "./probe_protocol.d.ts" */

/**
 * Call `tell` with whether `root` is seen, whenever that changes; the function returned ends it,
 * and then nobody sees it.
 *
 * `by` names the view: another one of the same panel may be seen while this one is not.
 *
 * @param {HTMLDetailsElement} root
 * @param {(seen: ProbeSeen) => void} tell
 */
export function watchSight(root, tell) {
  const by = Math.random().toString(36).slice(2);
  let isInSight = false;
  let isSeen = false;
  const look = () => {
    if (isSeen === (root.open && isInSight)) return;
    isSeen = !isSeen;
    tell({ open: isSeen, by });
  };
  const sight = new IntersectionObserver((entries) => {
    isInSight = entries[entries.length - 1].isIntersecting;
    look();
  });
  sight.observe(root);
  root.addEventListener("toggle", look);
  return () => {
    sight.disconnect();
    isInSight = false;
    look();
  };
}
