/** Height of a line of a chart's title, and the gap above it, in pixels. */
export const titleLineHeight = 21;
export const titleGap = 10;
/**
 * Plotly moves the first of several title lines up by this much, so that its capitals would be cut.
 */
export const capHeight = 11;
