// @ts-check
// What the page's address asks for and, within another site's page, what the tab remembers: a
// browser that keeps no cookies there would forget a visitor's book of runs with each reload.

const MEMORY = "cnn-lab.book";
const isEmbedded = () => window.top !== window;

function remembered() {
  try {
    return isEmbedded() ? sessionStorage.getItem(MEMORY) : null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** What the page's address asks for, with the book that the tab remembers. */
export function pageQuery() {
  const query = new URLSearchParams(location.search);
  const book = remembered();
  if (book && !query.has("book")) query.set("book", book);
  return query.toString();
}

/** @param {string} book */
export function keepBook(book) {
  try {
    if (isEmbedded()) sessionStorage.setItem(MEMORY, book);
  } catch {
    // a browser that keeps nothing
  }
}
