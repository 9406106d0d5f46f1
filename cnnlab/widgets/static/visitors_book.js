// @ts-check
// What brings a visitor's runs back: the book in the page's address. Within another site's page
// nobody sees that address, and a reload forgets it: there the tab remembers the book, for itself.

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
  const address = new URL(location.href);
  address.searchParams.set("book", book);
  history.replaceState(null, "", address);
  try {
    if (isEmbedded()) sessionStorage.setItem(MEMORY, book);
  } catch {
    // a browser that keeps nothing
  }
}
