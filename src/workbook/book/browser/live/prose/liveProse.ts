import type { PageContent } from "../../pageContent";
import { followCellKeys } from "../cellKeys";
import type { ArrangeHost } from "../arrangeHost";
import { createElement } from "../createElement";
import type { KeptEdits } from "../keepEdits";
import type { LiveWords } from "../liveWords";
import { loadMathsStyle } from "../mathsStyle";
import { offerOutdatedEdit } from "../outdatedEdit";
import type { LoadedProse } from "./loadProse";
import { createProseBar, type ProseBar } from "./proseBar";
import { createProseEditor, type ProseEditor } from "./proseEditor";

/** Id of the words that tell the keys of prose that is edited. */
export const proseKeysDescription = "live-prose-keys";

/** What a piece of prose asks of its notebook. */
export interface ProseHost extends ArrangeHost<LiveProse> {
  readonly content: PageContent;
  readonly words: LiveWords;
  readonly edits: KeptEdits;
  /** Loads what the prose was made of, and what renders it. */
  readonly load: () => Promise<LoadedProse>;
  /** The browser would not keep the text. */
  notKept(): void;
  /** A text has changed. */
  changed(): void;
  /** An edit is done, and can be undone. */
  note(undo: () => void, redo: () => void): void;
  /** Goes on to the cell below. */
  moveOn(cell: LiveProse): void;
  say(words: string): void;
}

/** One piece of a live page's prose, which is edited in its place. */
export class LiveProse {
  readonly kind = "prose";
  readonly id: string;
  /** Such as `prose cell 3`. */
  name = "";
  /** Whether the reader has added it. */
  readonly isOwn: boolean;
  readonly isBusy = false;
  /** The book's text of it, once that is known; a cell of the reader's has none there. */
  private source: string | undefined;
  private current = "";
  /** Its text when the editor was opened; undefined while it is closed. */
  private before: string | undefined;
  /** Resolves when what the reader has made of it at an earlier visit is on the page. */
  readonly restored: Promise<void>;
  private readonly bar: ProseBar;
  private readonly box = createElement("div", { class: "source live-source editor", hidden: true });
  private readonly message = createElement("div", {
    class: "cell-message",
    role: "status",
    hidden: true,
  });
  private editor: ProseEditor | undefined;
  private loading: Promise<boolean> | undefined;
  private loaded: LoadedProse | undefined;

  /** @param place among the page's pieces of prose, from 1 */
  constructor(
    private readonly element: HTMLElement,
    place: number,
    private readonly host: ProseHost,
  ) {
    this.id = element.dataset.block ?? "";
    this.isOwn = element.dataset.own !== undefined;
    this.name = host.words.prose.name(place);
    if (this.isOwn) {
      this.source = "";
      this.current = host.edits.read(this.id, "") ?? "";
    }
    const turn = (): void => {
      this.close();
      host.turn(this);
    };
    this.bar = createProseBar(
      this.name,
      this.isOwn,
      {
        edit: () => (this.isHeld ? this.leaveText() : void this.edit()),
        reset: () => this.resetAsStep(),
        addAbove: () => host.add(this, -1, "code"),
        addBelow: () => host.add(this, 1, "code"),
        addProse: () => host.add(this, 1, "prose"),
        split: () => void this.split(),
        toProse: () => undefined,
        toCode: turn,
        moveUp: () => host.shift(this, -1),
        moveDown: () => host.shift(this, 1),
        delete: () => host.delete(this),
      },
      host.words,
    );
    element.append(this.box, this.message, this.bar.element);
    element.addEventListener("dblclick", ({ target }) => {
      const isTool = (target as Element).closest("a, button, summary, input, .editor, .cell-bar");
      if (!isTool) void this.edit();
    });
    followCellKeys(element, {
      add: (by) => host.add(this, by, "code"),
      shift: (by) => host.shift(this, by),
      turn: (kind) => kind === "code" && turn(),
      delete: () => host.delete(this),
      find: () => host.find(),
      undo: () => host.undo(),
      redo: () => host.redo(),
    });
    if (this.isOwn) this.paint();
    this.restored = this.isOwn || host.edits.has(this.id) ? this.restore() : Promise.resolve();
  }

  get text(): string {
    return this.current;
  }

  /** The book's text of it, where that is known. */
  get original(): string {
    return this.source ?? "";
  }

  /** Whether its text is another than the book's; a cell of the reader's has none there. */
  get isEdited(): boolean {
    return !this.isOwn && this.source !== undefined && this.current !== this.source;
  }

  /** Whether a reader is writing in it. */
  get isHeld(): boolean {
    return this.before !== undefined;
  }

  /** Where the cursor stands in its text; the end where nobody has been in it. */
  get cursor(): number {
    return this.editor?.cursor ?? this.current.length;
  }

  /** Whether it is on the page, and not covered until a guess. */
  get isShown(): boolean {
    return this.element.offsetParent !== null;
  }

  /** Its place among the page's pieces of prose has changed; from 1. */
  renumber(place: number): void {
    const name = this.host.words.prose.name(place);
    if (this.name === name) return;
    this.name = name;
    this.bar.rename(name);
    this.editor?.relabel();
  }

  /** Loads its text; false where that fails, which the page then says. */
  ready(): Promise<boolean> {
    return (this.loading ??= this.load());
  }

  /** Opens its editor, with the focus in it. */
  focus(): void {
    void this.edit();
  }

  /** Puts the focus on its button, where keys mean the cell as a whole. */
  leave(): void {
    this.bar.editButton.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Whether an element stands in it. */
  holds(element: Element | null): boolean {
    return this.element.contains(element);
  }

  /** Keeps its text in this browser, or forgets it with the cell. */
  keep(isKept: boolean): void {
    this.host.edits.write(this.id, this.original, isKept ? this.current : this.original);
  }

  /** Puts in another text; its editor stays open, where it is. */
  setText(text: string): void {
    if (this.editor) this.editor.setText(text);
    if (text !== this.current) this.change(text);
    this.paint();
  }

  /** Back to the book's text. */
  reset(): void {
    if (this.isEdited) this.setText(this.original);
  }

  private resetAsStep(): void {
    const { current, original } = this;
    this.close();
    this.reset();
    this.host.note(
      () => this.setText(current),
      () => this.setText(original),
    );
    this.leave();
  }

  private async load(): Promise<boolean> {
    const { host, id, isOwn } = this;
    try {
      const loaded = await host.load();
      const source = isOwn ? "" : loaded.sourceOf(id);
      if (source === undefined) throw new Error(host.words.prose.noSource);
      this.loaded = loaded;
      if (!isOwn) {
        this.source = source;
        this.current = host.edits.read(id, source) ?? source;
      }
      if (isOwn || this.isEdited) this.paint();
      this.refresh();
      return true;
    } catch (error) {
      this.loading = undefined;
      host.say(host.words.prose.unread(this.name, (error as Error).message));
      return false;
    }
  }

  /** Shows what the reader has made of it at an earlier visit. */
  private async restore(): Promise<void> {
    if (!(await this.ready())) return;
    if (!this.isOwn)
      offerOutdatedEdit(this, this.original, this.host, {
        say: (...words) => {
          this.message.replaceChildren(...words);
          this.message.hidden = words.length === 0;
        },
      });
  }

  private async edit(): Promise<void> {
    this.element.classList.add("is-loading");
    const isReady = await this.ready();
    this.element.classList.remove("is-loading");
    if (isReady || this.isOwn) this.open();
  }

  private open(): void {
    if (!this.isHeld) {
      this.before = this.current;
      this.takeOff();
      this.box.hidden = false;
      this.editor ??= createProseEditor({
        parent: this.box,
        text: this.current,
        label: () => this.host.words.prose.textOf(this.name),
        description: proseKeysDescription,
        phrases: this.host.words.editor,
        change: (text) => text !== this.current && this.change(text),
        close: (to) => {
          if (to === "itself") return this.leaveText();
          this.close();
          this.host.moveOn(this);
        },
        split: () => void this.split(),
      });
    }
    this.refresh();
    this.editor?.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  private leaveText(): void {
    this.close();
    this.leave();
  }

  private close(): void {
    const { before, current } = this;
    if (before === undefined) return;
    this.before = undefined;
    this.box.hidden = true;
    this.paint();
    this.refresh();
    if (before !== current)
      this.host.note(
        () => this.setText(before),
        () => this.setText(current),
      );
  }

  private async split(): Promise<void> {
    if (!(await this.ready())) return;
    this.close();
    this.host.split(this);
  }

  private change(text: string): void {
    this.current = text;
    if (!this.host.edits.write(this.id, this.original, text)) this.host.notKept();
    this.host.changed();
    this.refresh();
  }

  private refresh(): void {
    this.bar.update(this.isEdited, this.isHeld);
    this.element.classList.toggle("is-edited", this.isHeld);
  }

  /** Takes the rendered prose off the page: what stays are its tools, and what a guess has left. */
  private takeOff(): void {
    const kept = new Set<Node>([this.box, this.message, this.bar.element]);
    for (const node of [...this.element.childNodes])
      if (!kept.has(node) && !(node instanceof Element && node.matches(".guess, .guessed")))
        node.remove();
  }

  /** Shows its text as prose, unless it is being edited. */
  private paint(): void {
    if (this.isHeld) return;
    const { element, host } = this;
    this.takeOff();
    const made = createElement("template");
    const { prose } = host.words;
    try {
      if (this.current.trim() === "")
        made.content.append(createElement("p", { class: "prose-empty" }, prose.empty));
      // By the build's own rules: see createProseRenderer.
      else if (this.loaded) made.innerHTML = this.render(this.loaded);
      else made.content.append(createElement("p", { class: "bare" }, this.current));
    } catch (error) {
      made.content.append(
        createElement("p", { class: "note" }, prose.notShown((error as Error).message)),
        createElement("p", { class: "bare" }, this.current),
      );
    }
    element.prepend(made.content);
    loadMathsStyle(element);
    host.content.addCopyButtons(element);
    host.content.updateScrollRegions();
    host.content.updateContents();
  }

  private render({ render }: LoadedProse): string {
    const headings = [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)")];
    const above = headings.filter(
      (heading) => heading.compareDocumentPosition(this.element) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return render(this.current, {
      cell: this.id,
      level: Number(above.at(-1)?.tagName.slice(1) ?? 0),
      isTaken: (id) => document.getElementById(id) !== null,
    });
  }
}
