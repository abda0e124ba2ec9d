type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * An element with attributes (`true` sets an empty one, `false` and `undefined` none) and children;
 * text stays text.
 */
export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const shapes = {
  run: '<path d="M5 3.5v9l7.5-4.5z"/>',
  runAbove: '<path d="M4 8.5v6l5-3zM3 2h10v1.6H3zM3 5h10v1.6H3z"/>',
  runAll: '<path d="M2 3.5v9L8 8zM8 3.5v9L14 8z"/>',
  runStale:
    '<path d="M5 5.2v5.6L9.7 8zM8 1.5a6.5 6.5 0 0 1 6.2 4.6h-1.9A4.7 4.7 0 1 0 12.7 8h1.8A6.5 6.5 0 1 1 8 1.5z"/>',
  auto: '<path d="M9.3.8 3 9h4l-.8 6.2L13 6.5H8.6z"/>',
  goTo: '<path d="M8 2v8.2l2.6-2.6 1.3 1.3L8 12.8 4.1 8.9l1.3-1.3L8 10.2V2zM3 13.2h10V15H3z"/>',
  stop: '<path d="M4 4h8v8H4z"/>',
  restart: '<path d="M8 2.5a5.5 5.5 0 1 0 5.3 4h-1.9A3.7 3.7 0 1 1 8 4.3v2.2l4-3.1L8 .3z"/>',
  reset: '<path d="M6.5 3V.6L2 4.2l4.5 3.6V5.2a3.4 3.4 0 1 1-3.1 5H1.4A5.5 5.5 0 1 0 6.5 3z"/>',
  save: '<path d="M7.1 1.5h1.8v6.3l2.3-2.3 1.2 1.3L8 11.2 3.6 6.8l1.2-1.3 2.3 2.3zM2.5 12.7h11v1.8h-11z"/>',
  keys: '<path d="M1.5 3.5h13v9h-13zm1.6 1.6v5.8h9.8V5.1zM4.2 6.1h1.5v1.3H4.2zm3 0h1.5v1.3H7.2zm3 0h1.5v1.3h-1.5zM5 8.6h6v1.3H5z"/>',
} as const;

export type IconName = keyof typeof shapes;

/**
 * A button with an icon before its words; `label` says more to those who hear it. Where it is
 * `aria-disabled`, pressing it does nothing.
 */
export function createButton(
  icon: IconName,
  words: string,
  label: string,
  press: () => void,
  name = "",
): HTMLButtonElement {
  const button = createElement(
    "button",
    { type: "button", class: `tool ${name}`.trim(), "aria-label": label, title: label },
    createElement("span", { class: "tool-words" }, words),
  );
  button.insertAdjacentHTML(
    "afterbegin",
    `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${shapes[icon]}</svg>`,
  );
  button.addEventListener(
    "click",
    () => button.getAttribute("aria-disabled") !== "true" && press(),
  );
  return button;
}
