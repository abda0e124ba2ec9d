/** Loads a picture from the web once the reader asks for it: see renderRemoteImage. */
export function enableRemoteImages(): void {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>(".remote-image") : null;
    const address = button?.dataset.image;
    if (!button || address === undefined || !/^https?:/i.test(address)) return;
    const image = document.createElement("img");
    image.alt = button.dataset.alt ?? "";
    image.referrerPolicy = "no-referrer";
    // A page whose cells run in the browser shows pictures of the book's own notebooks only.
    image.addEventListener("error", () => image.replaceWith(linkTo(address)));
    image.src = address;
    button.replaceWith(image);
  });
}

function linkTo(address: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = link.textContent = address;
  link.rel = "noreferrer";
  return link;
}
