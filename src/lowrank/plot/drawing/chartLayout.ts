import type { Layout } from "plotly.js-dist";
import { wrapText } from "./hoverText";
import { gridColor, textColor, zeroLineColor } from "./palette";
import { capHeight, titleGap, titleLineHeight } from "./titleRoom";

/** What a chart's layout is made of. */
export interface ChartLayoutOptions {
  /** Plain text above the plot; long titles are broken into lines that fit a phone. */
  title: string;
  /** Title of the horizontal axis, with its unit. */
  xTitle: string;
  /** Title of the vertical axis, with its unit. */
  yTitle: string;
  /** Height in pixels (default 420). The width is the page's. */
  height?: number;
  /** Entries that the legend lists (default 0: no legend). */
  legendEntries?: number;
  /** Longest legend entry in characters (default 18); short entries stand several in a row. */
  legendCharacters?: number;
  /** Room in pixels between plot and title, for a color bar or subtitles (default 0). */
  gapAbovePlot?: number;
}

const titleCharacters = 38;
const legendRowHeight = 21;
/** Below this many pixels a page is a phone's: legend rows are counted for it. */
const narrowWidth = 340;

/**
 * The layout that all charts share: transparent, grey text legible on light and dark pages, no
 * fixed width, the legend in a strip of its own under the plot.
 */
export function createChartLayout(options: ChartLayoutOptions): Partial<Layout> {
  const titleLines = wrapText(options.title, titleCharacters);
  const top = titleGap + 10 + titleLineHeight * titleLines.length + (options.gapAbovePlot ?? 0);
  const legendHeight = legendRows(options) * legendRowHeight;
  const axis = {
    gridcolor: gridColor,
    zerolinecolor: zeroLineColor,
    automargin: true,
    tickfont: { size: 12 },
  };
  const legend: Layout["legend"] = {
    orientation: "h",
    maxheight: legendHeight + 2 * legendRowHeight,
    x: 0,
    xref: "container",
    xanchor: "left",
    y: 0,
    yref: "container",
    yanchor: "bottom",
    font: { size: 12 },
    itemsizing: "trace",
    // Groups would stand in columns of their own.
    traceorder: "normal",
  };
  return {
    title: {
      text: titleLines.join("<br>"),
      x: 0.01,
      xanchor: "left",
      y: 1,
      yanchor: "top",
      yref: "container",
      automargin: false,
      pad: { t: titleLines.length === 1 ? titleGap : titleGap + capHeight },
      font: { size: 16 },
    },
    height: (options.height ?? 420) + titleLineHeight * (titleLines.length - 1) + legendHeight,
    margin: { l: 60, r: 16, t: top, b: 52 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { size: 13, color: textColor },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: zeroLineColor, activecolor: textColor },
    hoverlabel: { align: "left", font: { size: 13 } },
    showlegend: legendHeight > 0,
    ...(legendHeight > 0 ? { legend } : {}),
    xaxis: { ...axis, title: { text: options.xTitle, standoff: 8 } },
    yaxis: { ...axis, title: { text: options.yTitle, standoff: 8 } },
  };
}

/** Rows that the legend takes on a phone. */
function legendRows(options: ChartLayoutOptions): number {
  const entries = options.legendEntries ?? 0;
  if (entries === 0) return 0;
  const entryWidth = 48 + 7 * (options.legendCharacters ?? 18);
  return Math.ceil(entries / Math.max(1, Math.floor(narrowWidth / entryWidth)));
}

/** Spread into an axis whose grid would only disturb: heat maps and the names of bars. */
export const noGrid = {
  showgrid: false,
  zeroline: false,
  gridcolor: undefined,
  zerolinecolor: undefined,
} as const;
