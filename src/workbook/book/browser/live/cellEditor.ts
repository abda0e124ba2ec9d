import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, type Command } from "@codemirror/view";
import { editorHighlight, editorTheme } from "./editorTheme";
import { errorLineMarks, markErrorLine } from "./errorLine";
import { completeFromKernel, showDocumentation, type KernelHints } from "./kernelHints";

export interface CellEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** What a screen reader calls it, as it is called now. */
  readonly label: () => string;
  /** Id of the element that tells its keys. */
  readonly description: string;
  readonly hints: KernelHints;
  change(text: string): void;
  /** Runs the cell; `moveOn` goes to the next one. */
  run(moveOn: boolean): void;
  /** Runs all cells whose results no longer hold. */
  readonly runStale: () => void;
  /** Puts the focus outside, where Tab moves on. */
  readonly leave: () => void;
  /** Makes two cells of this one, at the cursor. */
  readonly split: () => void;
}

export interface CellEditor {
  readonly text: string;
  /** Where the cursor stands, in UTF-16 units from the start. */
  readonly cursor: number;
  setText(text: string): void;
  focus(): void;
  /** The cell is called otherwise. */
  relabel(): void;
  /** Marks a line, from 1; undefined takes the mark away. */
  markLine(line: number | undefined): void;
  /** Puts the cursor at the start of a line, from 1, and the focus into the editor. */
  goToLine(line: number): void;
}

/** An editor for the TypeScript of one cell, in place of what its parent holds. */
export function createCellEditor(options: CellEditorOptions): CellEditor {
  const command =
    (act: () => void): Command =>
    () => {
      act();
      return true;
    };
  const ownKeys = Prec.high(
    keymap.of([
      { key: "Shift-Enter", run: command(() => options.run(true)) },
      { key: "Mod-Enter", run: command(() => options.run(false)) },
      { key: "Mod-Shift-Enter", run: command(options.runStale) },
      { key: "Ctrl-Shift--", run: command(options.split) },
      { key: "Ctrl-Shift-_", run: command(options.split) },
      { key: "Escape", run: command(options.leave) },
    ]),
  );
  const state = EditorState.create({
    doc: options.text,
    extensions: [
      showDocumentation(options.hints),
      ownKeys,
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      indentUnit.of("  "),
      javascript({ typescript: true }),
      syntaxHighlighting(editorHighlight),
      editorTheme,
      errorLineMarks,
      tabMovesUntilTyping,
      // Enter ends a line, whatever is offered: only what the reader has chosen is taken by it.
      autocompletion({
        override: [completeFromKernel(options.hints)],
        icons: false,
        selectOnOpen: false,
      }),
      Prec.highest(keymap.of([{ key: "Tab", run: takeCompletion }])),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorState.phrases.of(options.hints.words.editor),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(() => ({
        "aria-label": options.label(),
        "aria-describedby": options.description,
      })),
      EditorView.updateListener.of(
        (update) => update.docChanged && options.change(update.state.doc.toString()),
      ),
    ],
  });
  options.parent.replaceChildren();
  const view = new EditorView({ state, parent: options.parent });
  return {
    get text() {
      return view.state.doc.toString();
    },
    get cursor() {
      return view.state.selection.main.head;
    },
    relabel: () => view.dispatch(),
    setText(text) {
      if (text !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    markLine: (line) => markErrorLine(view, line),
    goToLine(line) {
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}

/** Tab takes what is chosen among the completions, or the first. */
const takeCompletion: Command = (view) => {
  if (completionStatus(view.state) !== "active") return false;
  if (selectedCompletion(view.state) === null) moveCompletionSelection(true)(view);
  return acceptCompletion(view);
};

/**
 * Tab passes through an editor to what follows; once the reader types or clicks in it, it indents.
 */
const tabMovesUntilTyping = [
  EditorView.domEventHandlers({
    focus: (_, view) => view.setTabFocusMode(true),
    pointerdown: (_, view) => void setTimeout(() => view.setTabFocusMode(false)),
  }),
  EditorView.updateListener.of(({ view, transactions }) => {
    if (
      transactions.some(
        (transaction) => transaction.isUserEvent("input") || transaction.isUserEvent("delete"),
      )
    )
      view.setTabFocusMode(false);
  }),
];
