import { createElement } from "./createElement";
import type { LiveWords } from "./liveWords";

/** What a cell asks, and a box for the answer, which Enter sends. */
export function createQuestionForm(
  { prompt, password }: { readonly prompt: string; readonly password: boolean },
  cell: string,
  words: LiveWords,
  answer: (value: string) => void,
): HTMLFormElement {
  const box = createElement("input", {
    type: password ? "password" : "text",
    autocomplete: "off",
    "aria-label": prompt.trim() || words.answerTo(cell),
  });
  const form = createElement(
    "form",
    { class: "question" },
    createElement("label", {}, createElement("span", {}, prompt), box),
    createElement("button", { class: "tool" }, words.answer),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(box.value);
  });
  return form;
}
