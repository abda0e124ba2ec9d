import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { editorTheme } from "../editorTheme";

export interface ProseEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** What a screen reader calls it, as it is called now. */
  readonly label: () => string;
  /** Id of the element that tells its keys. */
  readonly description: string;
  /** CodeMirror's own words, by their English. */
  readonly phrases: Readonly<Record<string, string>>;
  change(text: string): void;
  /** Shows the prose again. */
  close(to: "itself" | "next"): void;
  /** Makes two cells of this one, at the cursor. */
  readonly split: () => void;
}

export interface ProseEditor {
  /** Where the cursor stands, in UTF-16 units from the start. */
  readonly cursor: number;
  setText(text: string): void;
  focus(): void;
  /** The cell is called otherwise. */
  relabel(): void;
}

/** An editor for the Markdown of one cell; Tab goes on to what follows. */
export function createProseEditor(options: ProseEditorOptions): ProseEditor {
  const bind = (key: string, act: () => void): { key: string; run: () => boolean } => ({
    key,
    run() {
      act();
      return true;
    },
  });
  const state = EditorState.create({
    doc: options.text,
    extensions: [
      Prec.high(
        keymap.of([
          bind("Shift-Enter", () => options.close("next")),
          bind("Mod-Enter", () => options.close("itself")),
          bind("Escape", () => options.close("itself")),
          bind("Ctrl-Shift--", options.split),
          bind("Ctrl-Shift-_", options.split),
        ]),
      ),
      history(),
      drawSelection(),
      editorTheme,
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorState.phrases.of(options.phrases),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(() => ({
        "aria-label": options.label(),
        "aria-describedby": options.description,
        spellcheck: "true",
      })),
      EditorView.updateListener.of(
        (update) => update.docChanged && options.change(update.state.doc.toString()),
      ),
    ],
  });
  const view = new EditorView({ state, parent: options.parent });
  return {
    get cursor() {
      return view.state.selection.main.head;
    },
    relabel: () => view.dispatch(),
    setText(text) {
      if (text !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
  };
}
