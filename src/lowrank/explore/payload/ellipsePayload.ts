/** The four entries of a 2 × 2 matrix, row by row. */
export type TwoByTwo = readonly [number, number, number, number];

/** All that the figure of a circle and its ellipse needs in a browser: plain JSON. */
export interface EllipsePayload {
  readonly type: "lowrank-explorer";
  readonly version: 1;
  readonly title: string;
  readonly content: { readonly kind: "ellipse" };
  /** The matrix at the start. */
  readonly matrix: TwoByTwo;
  /** Angle of the direction x at the start, in degrees. */
  readonly angle: number;
}
