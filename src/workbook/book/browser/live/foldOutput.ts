import { createElement } from "./createElement";
import type { LiveWords } from "./liveWords";

/**
 * Gives each output that overflows its box a button that shows it whole, or folds it again.
 *
 * @param open whether the outputs are shown whole to begin with
 * @param toggled is told what the reader chose
 */
export function foldOutput(
  root: HTMLElement,
  open: boolean,
  toggled: (open: boolean) => void,
  words: LiveWords,
): void {
  for (const box of root.querySelectorAll<HTMLElement>(".text, .rich")) {
    if (box.scrollHeight <= box.clientHeight + 4 || box.nextElementSibling?.matches(".fold"))
      continue;
    const all = describeLength(box, words);
    const button = createElement("button", { type: "button", class: "fold" });
    const show = (whole: boolean): void => {
      box.classList.toggle("whole", whole);
      button.textContent = whole ? words.fold : all;
      button.setAttribute("aria-expanded", String(whole));
    };
    button.addEventListener("click", () => {
      const whole = !box.classList.contains("whole");
      show(whole);
      toggled(whole);
      if (!whole) box.scrollIntoView({ block: "nearest" });
    });
    show(open);
    box.after(button);
  }
}

function describeLength(box: HTMLElement, { showRows, showLines }: LiveWords): string {
  const rows = box.querySelectorAll("tbody tr").length;
  if (rows > 0) return showRows(rows.toLocaleString("en"));
  return showLines((box.textContent ?? "").split("\n").length.toLocaleString("en"));
}
