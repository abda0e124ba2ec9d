import { pageWords } from "../pages/pageWords";

/** Puts a button that copies it beside every piece of code below an element. */
export function addCopyButtons(root: ParentNode = document): void {
  const words = pageWords(document.documentElement.lang).front;
  for (const code of root.querySelectorAll<HTMLElement>("pre.source, pre.listing")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "copy", textContent: words.copy });
    button.addEventListener("click", () => {
      void copy(code.textContent ?? "").then(() => {
        button.textContent = words.copied;
        setTimeout(() => (button.textContent = words.copy), 1500);
      });
    });
    const cell = code.parentElement;
    if (cell?.matches(".cell, .raw")) {
      cell.classList.add("with-copy");
      code.after(button);
    } else {
      const box = document.createElement("div");
      box.className = "with-copy";
      code.replaceWith(box);
      box.append(code, button);
    }
  }
}

/** The clipboard's newer door is closed to pages opened from http of other machines. */
async function copy(text: string): Promise<void> {
  if ("clipboard" in navigator && isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
