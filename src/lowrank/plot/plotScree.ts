import { createChartLayout } from "./drawing/chartLayout";
import { checkNumbers, maxFigurePoints } from "./drawing/checkInput";
import { spaceIndices } from "./drawing/choosePoints";
import { chartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { checkOptions } from "../base/checkOptions";
import type { Figure } from "./figure";
import { categoryColor } from "./drawing/palette";

export interface ScreeOptions {
  /**
   * Squared Frobenius norm of the matrix, the 100 % of the energy (default: the sum of the squares
   * of the given values).
   */
  totalEnergy?: number;
  /** Title above the plot (default "Singular values and cumulative energy"). */
  title?: string;
  /** Draw the singular values on a logarithmic axis, where zeros are left out (default false). */
  logScale?: boolean;
}

const knownOptions = {
  totalEnergy: true,
  title: true,
  logScale: true,
} satisfies Record<keyof ScreeOptions, true>;

/**
 * Draws singular values by index, and the share of the energy that the first k of them hold.
 *
 * energy(k) = (σ₁² + … + σₖ²) / ‖A‖²_F, in per cent. Cost: one pass over the values; of more than
 * 1,000 values, 1,000 are shown.
 *
 * @param singularValues - σ₁ ≥ σ₂ ≥ … ≥ 0
 * @throws RangeError if a value is negative, not finite or larger than the one before, or if
 *   totalEnergy is less than the energy of the values
 * @example
 * // The cumulative energy ends at 70 %.
 * show(plotScree([3, 2, 1], { totalEnergy: 20 }));
 */
export function plotScree(singularValues: ArrayLike<number>, options: ScreeOptions = {}): Figure {
  checkOptions(options, knownOptions, "plotScree");
  checkSingularValues(singularValues);
  const percent = accumulateEnergy(singularValues, options.totalEnergy);
  const shown = spaceIndices(singularValues.length, maxFigurePoints / 2);
  const index = shown.map((i) => i + 1);
  const title = options.title ?? "Singular values and cumulative energy";
  const words = chartWords(title);
  const layout = createChartLayout({
    title,
    xTitle: words.singularValueIndex,
    yTitle: words.singularValueAxis,
    legendEntries: 2,
    legendCharacters: 17,
  });
  const mode = singularValues.length > 60 ? "lines" : "lines+markers";
  return createFigure(
    [
      {
        type: "scatter",
        mode,
        name: words.singularValue,
        x: index,
        y: shown.map((i) => singularValues[i]),
        line: { color: categoryColor(0) },
        hovertemplate: "σ<sub>%{x}</sub> = %{y:.4g}<extra></extra>",
      },
      {
        type: "scatter",
        mode,
        name: words.cumulativeEnergy,
        x: index,
        y: shown.map((i) => percent[i]),
        yaxis: "y2",
        line: { color: categoryColor(3), dash: "dot" },
        hovertemplate: `${words.energyHover}<extra></extra>`,
      },
    ],
    {
      ...layout,
      margin: { ...layout.margin, r: 60 },
      xaxis: { ...layout.xaxis, ...(singularValues.length <= 12 ? { dtick: 1 } : {}) },
      yaxis: {
        ...layout.yaxis,
        ...(options.logScale ? { type: "log", dtick: "D2" } : { rangemode: "tozero" }),
      },
      yaxis2: {
        title: { text: words.cumulativeEnergyAxis, standoff: 8 },
        overlaying: "y",
        side: "right",
        range: [0, 105],
        // A 0 in the corner would touch the last label of the axis below.
        tickmode: "array",
        tickvals: [20, 40, 60, 80, 100],
        showgrid: false,
        automargin: true,
        zeroline: false,
        tickfont: { size: 12 },
      },
    },
  );
}

function checkSingularValues(values: ArrayLike<number>): void {
  checkNumbers(values, "singularValues");
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0)
      throw new RangeError(
        `singularValues[${i}] is ${values[i]}; singular values are never negative`,
      );
    if (i > 0 && values[i] > values[i - 1] * (1 + 1e-9)) {
      throw new RangeError(
        `singularValues[${i}] is ${values[i]}, larger than ${values[i - 1]} before it; ` +
          "sort them in descending order",
      );
    }
  }
}

function accumulateEnergy(values: ArrayLike<number>, totalEnergy?: number): number[] {
  let sum = 0;
  const cumulative = Array.from(values, (value) => (sum += value * value));
  const total = totalEnergy ?? sum;
  if (!Number.isFinite(total) || total < sum * (1 - 1e-9)) {
    throw new RangeError(
      `totalEnergy ${total} is less than ${sum}, the energy of the singular values; ` +
        "pass the matrix's squared Frobenius norm",
    );
  }
  return cumulative.map((energy) => (total === 0 ? 0 : Math.min(100, (100 * energy) / total)));
}
