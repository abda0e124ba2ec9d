import type { Config, Data, Frame, Layout } from "plotly.js-dist";

/**
 * A plain Plotly figure, as `Plotly.newPlot(element, figure)` takes it: traces, layout, and how the
 * page may use it.
 *
 * It holds no typed arrays and no functions, so JSON keeps all of it.
 */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  readonly frames?: Frame[];
  readonly config?: Partial<Config>;
}
