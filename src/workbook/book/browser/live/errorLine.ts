import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

const setErrorLine = StateEffect.define<number | undefined>();
const mark = Decoration.line({ class: "cm-error-line" });

/** Marks the line that an error names, until it is edited or the cell runs again. */
export const errorLineMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorLine)) continue;
      const { doc } = transaction.state;
      return effect.value === undefined || effect.value > doc.lines
        ? Decoration.none
        : Decoration.set(mark.range(doc.line(effect.value).from));
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks a line, from 1; undefined takes the mark away. */
export function markErrorLine(view: EditorView, line: number | undefined): void {
  view.dispatch({ effects: setErrorLine.of(line) });
}
