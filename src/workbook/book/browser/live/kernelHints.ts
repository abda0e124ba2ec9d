import type {
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import { Prec, StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { LiveWords } from "./liveWords";

/**
 * What the kernel knows of the code that a reader edits. Answers are those of the protocol;
 * undefined where none comes.
 */
export interface KernelHints {
  complete(code: string, cursor: number): Promise<Readonly<Record<string, unknown>> | undefined>;
  inspect(code: string, cursor: number): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Says words to those who hear the page. */
  readonly announce: (words: string) => void;
  readonly words: Pick<LiveWords, "nameUnknown" | "editor">;
}

/** Names that the kernel offers at the cursor; those of the cell alone where it offers none. */
export function completeFromKernel(hints: KernelHints): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    if (!context.explicit && !context.matchBefore(/(?:[\p{ID_Continue}$]+|\.)$/u)) return null;
    const code = context.state.doc.toString();
    const answer = await hints.complete(code, context.pos);
    if (context.aborted) return null;
    const matches = Array.isArray(answer?.matches)
      ? answer.matches.filter((match): match is string => typeof match === "string")
      : [];
    if (matches.length === 0) return localCompletionSource(context);
    const from = typeof answer?.cursor_start === "number" ? answer.cursor_start : context.pos;
    return {
      from,
      options: matches.map((label) => ({ label })),
      validFor: /^[\p{ID_Continue}$]*$/u,
    };
  };
}

const setTooltip = StateEffect.define<Tooltip | null>();

interface Documentation extends Tooltip {
  text: string;
}

/**
 * Documentation from the kernel where the mouse rests, and with Ctrl/Cmd+I at the cursor until
 * Escape, typing or moving.
 */
export function showDocumentation(hints: KernelHints): Extension {
  const find = async (view: EditorView, pos: number): Promise<Documentation | null> => {
    const word = view.state.wordAt(pos);
    const answer = await hints.inspect(view.state.doc.toString(), pos);
    const text =
      answer?.found === true
        ? (answer.data as Record<string, unknown> | undefined)?.["text/plain"]
        : undefined;
    return typeof text === "string"
      ? {
          pos: word?.from ?? pos,
          end: word?.to,
          above: true,
          text,
          create: () => ({ dom: documentationBox(text) }),
        }
      : null;
  };
  const atCursor = StateField.define<Tooltip | null>({
    create: () => null,
    update(shown, transaction) {
      for (const effect of transaction.effects) if (effect.is(setTooltip)) return effect.value;
      return transaction.docChanged || transaction.selection ? null : shown;
    },
    provide: (field) => showTooltip.from(field),
  });
  const show = (view: EditorView): boolean => {
    const pos = view.state.selection.main.head;
    void find(view, pos).then((tooltip) => {
      if (view.state.selection.main.head !== pos) return;
      view.dispatch({ effects: setTooltip.of(tooltip) });
      hints.announce(tooltip ? tooltip.text : hints.words.nameUnknown);
    });
    return true;
  };
  const hide = (view: EditorView): boolean => {
    if (view.state.field(atCursor) === null) return false;
    view.dispatch({ effects: setTooltip.of(null) });
    return true;
  };
  return [
    atCursor,
    Prec.highest(
      keymap.of([
        { key: "Mod-i", run: show },
        { key: "Escape", run: hide },
      ]),
    ),
    hoverTooltip((view, pos) => (view.state.wordAt(pos) ? find(view, pos) : null), {
      hideOnChange: true,
    }),
  ];
}

function documentationBox(text: string): HTMLElement {
  const box = document.createElement("pre");
  box.className = "cm-documentation";
  box.textContent = text;
  return box;
}
