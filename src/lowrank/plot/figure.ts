/**
 * A part of a figure: attributes by the names that https://plotly.com/javascript/reference has,
 * with values that JSON holds.
 */
export interface FigurePart {
  [attribute: string]: ReturnType<typeof JSON.parse>;
}

/** An axis of a figure. */
export interface FigureAxis extends FigurePart {
  title?: FigureTitle;
}

/** A title, which may hold line breaks as `<br>`. */
export interface FigureTitle extends FigurePart {
  text?: string;
}

/** What stands around the traces of a figure. */
export interface FigureLayout extends FigurePart {
  title?: FigureTitle;
  xaxis?: FigureAxis;
  yaxis?: FigureAxis;
  /** Pixels; the width is the page's. */
  height?: number;
}

/**
 * A plain Plotly figure, as `Plotly.newPlot(element, figure)` takes it: traces, layout, and how the
 * page may use it.
 *
 * It holds no typed arrays and no functions, so JSON keeps all of it. The type stands alone: it
 * needs no package of Plotly's, and fits the types of those that have one.
 */
export interface Figure {
  readonly data: FigurePart[];
  readonly layout: FigureLayout;
  readonly frames?: FigurePart[];
  readonly config?: FigurePart;
}
