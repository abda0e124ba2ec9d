/**
 * Attributes of an element; `text` becomes its text, never markup. Undefined and false leave an
 * attribute out.
 */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an HTML element with attributes and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Node[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), attributes, children);
}

/** Makes an SVG element with attributes and children. */
export function drawing<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Node[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill<Type extends Element>(made: Type, attributes: Attributes, children: Node[]): Type {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name === "text") made.textContent = String(value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** Sets a text where it changed: the browser then lays nothing out anew where it did not. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

let made = 0;

/** An id for labels to point to; unique in the page's script. */
export function newId(name: string): string {
  return `lowrank-${name}-${++made}`;
}

/** A titled part of the figure. */
export function panel(name: string, title: string, ...children: Node[]): HTMLElement {
  const id = newId(name);
  return element(
    "div",
    { class: `panel ${name}`, role: "group", "aria-labelledby": id },
    element("p", { class: "panel-title", id, text: title }),
    ...children,
  );
}
