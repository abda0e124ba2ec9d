/** A heading of a page; `id` is its anchor and `markup` its rendered content. */
export interface Heading {
  level: number;
  id: string;
  markup: string;
}

/**
 * Headings of one page in reading order: gives anchors that are unique on it and keeps levels free
 * of gaps.
 */
export class Outline {
  readonly headings: Heading[] = [];
  /** Anchors given out, each with the number that the next heading of its text tries first. */
  private readonly taken = new Map<string, number>();

  /**
   * @param isTaken whether an anchor stands elsewhere on the page; by default none does
   * @param before level of the heading that stands before; 0 where none does
   */
  constructor(
    private readonly isTaken: (id: string) => boolean = () => false,
    private readonly before = 0,
  ) {}

  /** Adds a heading and returns its level and anchor as they stand on the page. */
  add(level: number, text: string, markup: string): Heading {
    const before = this.headings.at(-1)?.level ?? this.before;
    // One h1 a page, and no level skipped on the way down, so that screen readers' outlines hold
    // together.
    const settled = Math.min(before === 0 ? 1 : Math.max(level, 2), before + 1, 6);
    const heading = { level: settled, id: this.claimAnchor(text), markup };
    this.headings.push(heading);
    return heading;
  }

  /**
   * Jupyter's own anchors: spaces become hyphens, case stays. So a link that works in Jupyter works
   * here.
   */
  private claimAnchor(text: string): string {
    const base = text.trim().replace(/\s+/g, "-") || "section";
    let id = base;
    let next = this.taken.get(base) ?? 2;
    while (this.taken.has(id) || this.isTaken(id)) id = `${base}-${next++}`;
    this.taken.set(base, next);
    if (id !== base) this.taken.set(id, 2);
    return id;
  }
}
