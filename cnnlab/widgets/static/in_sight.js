// @ts-check
// Whether somebody sees what unfolds: it is open, and not out of sight.

/**
 * Call `tell` with whether `root` is seen, whenever that changes; the function returned ends it.
 *
 * @param {HTMLDetailsElement} root
 * @param {(isSeen: boolean) => void} tell
 */
export function watchSight(root, tell) {
  let isInSight = false;
  let isSeen = false;
  const look = () => {
    if (isSeen === (root.open && isInSight)) return;
    isSeen = !isSeen;
    tell(isSeen);
  };
  const sight = new IntersectionObserver((entries) => {
    isInSight = entries[entries.length - 1].isIntersecting;
    look();
  });
  sight.observe(root);
  root.addEventListener("toggle", look);
  return () => sight.disconnect();
}
