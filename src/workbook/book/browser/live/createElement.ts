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
  share:
    '<path d="M8 .8l3.6 3.7-1.2 1.2-1.5-1.5v6.2H7.1V4.2L5.6 5.7 4.4 4.5zM2.5 7.5h2.8v1.7H4.2v4.1h7.6V9.2h-1.1V7.5h2.8V15h-11z"/>',
  cell: '<path d="M3.2 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm4.8 0a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm4.8 0a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z"/>',
  addAbove: '<path d="M7.1 1h1.8v2.6h2.6v1.8H8.9V8H7.1V5.4H4.5V3.6h2.6zM2 10h12v4.5H2z"/>',
  addBelow: '<path d="M7.1 8h1.8v2.6h2.6v1.8H8.9V15H7.1v-2.6H4.5v-1.8h2.6zM2 1.5h12V6H2z"/>',
  addProse:
    '<path d="M7.1 8h1.8v2.6h2.6v1.8H8.9V15H7.1v-2.6H4.5v-1.8h2.6zM2 1.5h12v1.6H2zM2 4.5h8v1.6H2z"/>',
  done: '<path d="M6.2 12.8L1.6 8.2l1.3-1.3 3.3 3.3 6.9-6.9 1.3 1.3z"/>',
  edit: '<path d="M11.6 1.2l3.2 3.2-8.6 8.6-4 .8.8-4zM4.6 10.6l-.3 1.1 1.1-.3 6.9-6.9-.8-.8z"/>',
  toProse: '<path d="M2 2.5h12v1.7H2zM2 6.2h12v1.7H2zM2 9.9h12v1.7H2zM2 13h7v1.6H2z"/>',
  toCode:
    '<path d="M5.3 3.2l1.2 1.2L2.9 8l3.6 3.6-1.2 1.2L.5 8zM10.7 3.2L15.5 8l-4.8 4.8-1.2-1.2L13.1 8 9.5 4.4z"/>',
  split: '<path d="M2 1.5h12V5H2zM2 11h12v3.5H2zM1 7.2h3v1.6H1zm5.5 0h3v1.6h-3zm5.5 0h3v1.6h-3z"/>',
  moveUp: '<path d="M8 2.2l4.8 4.9-1.3 1.3-2.6-2.7v8.1H7.1V5.7L4.5 8.4 3.2 7.1z"/>',
  moveDown: '<path d="M8 13.8L3.2 8.9l1.3-1.3 2.6 2.7V2.2h1.8v8.1l2.6-2.7 1.3 1.3z"/>',
  delete:
    '<path d="M6 1.5h4l.6 1.2h3.2v1.7H2.2V2.7h3.2zM3.4 5.6h9.2l-.7 9H4.1zm2.4 1.6.3 5.8h1.3l-.3-5.8zm3.1 0-.3 5.8h1.3l.3-5.8z"/>',
  variables:
    '<path d="M1.5 2.5h13v11h-13zm1.6 1.6v2h2.6v-2zm4.2 0v2h5.6v-2zM3.1 7.6v1.6h2.6V7.6zm4.2 0v1.6h5.6V7.6zm-4.2 3.1v1.2h2.6v-1.2zm4.2 0v1.2h5.6v-1.2z"/>',
  find: '<path d="M6.5 1a5.5 5.5 0 1 0 3.3 9.9l3.9 3.9 1.3-1.3-3.9-3.9A5.5 5.5 0 0 0 6.5 1zm0 1.8a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4z"/>',
  open: '<path d="M3.2 5.6h9.6L8 10.8z"/>',
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

/**
 * A disabled button can still be reached and says that it is; clicks do nothing (see createButton).
 */
export function setDisabled(button: HTMLButtonElement, disabled: boolean): void {
  if (disabled) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

/** What a button is called by those who hear it, and by the mouse's tip. */
export function setLabel(button: HTMLElement, label: string): void {
  button.setAttribute("aria-label", label);
  button.title = label;
}
