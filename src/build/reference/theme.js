// Runs before the page is painted: one theme for the book and its reference, else the system's.
(() => {
  const [book, own] = ["lowrank-theme", "tsd-theme"];
  let theme = "os";
  try {
    theme = localStorage.getItem(book) ?? "os";
    localStorage.setItem(own, theme);
  } catch {
    // A browser may refuse storage: the system's theme then.
  }
  document.documentElement.dataset.theme = theme;
  document.addEventListener("change", ({ target }) => {
    if (target.id !== own) return;
    if (target.value === "os") localStorage.removeItem(book);
    else localStorage.setItem(book, target.value);
  });
})();
