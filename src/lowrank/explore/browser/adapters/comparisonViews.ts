import type {
  ComparisonOnPage,
  ComparisonPayload,
  SubspacesOnPage,
} from "../../adapters/adapterPayload";
import { countModules, type AdapterWords } from "../../adapters/adapterWords";
import { unpackNumbers } from "../../payload/unpack";
import { element, panel, setText } from "../elements";
import { createCurves } from "./curves";
import { createHeatMap, type HeatMap } from "./heatMap";
import { shortNames } from "./shortNames";
import type { PageViews } from "./spectrumViews";

interface Side extends Omit<SubspacesOnPage, "similarity"> {
  readonly values: Float64Array;
}

interface Compared {
  readonly name: string;
  readonly down: Side;
  readonly up: Side;
}

const open = async ({ similarity, ...rest }: SubspacesOnPage): Promise<Side> => ({
  ...rest,
  values: await unpackNumbers(similarity),
});
const openModule = async ({ name, down, up }: ComparisonOnPage): Promise<Compared> => ({
  name,
  down: await open(down),
  up: await open(up),
});

/** The views of a page that compares two adapters. */
export async function createComparisonViews(
  payload: ComparisonPayload,
  words: AdapterWords,
): Promise<PageViews> {
  const modules = await Promise.all(payload.modules.map(openModule));
  const names = shortNames(modules.map(({ name }) => name));
  let chosen = 0;
  const small = modules.map((module, i) => createSmall(module, names[i], words, () => choose(i)));
  const places = { down: element("div"), up: element("div") };
  const titles = { down: element("p", { class: "note" }), up: element("p", { class: "note" }) };
  const angles = createCurves();
  const key = element(
    "ul",
    { class: "legend" },
    legendEntry(words.down, "var(--accent)", ""),
    legendEntry(words.up, "var(--second)", " dashed"),
  );
  let large: HeatMap[] = [];
  const choose = (next: number): void => {
    chosen = next;
    const module = modules[chosen];
    large = (["down", "up"] as const).map((side) => {
      const map = createSimilarityMap(module[side], `${words[side]}, ${module.name}`, words, 300);
      places[side].replaceChildren(map.node);
      setText(titles[side], `${module.name}, ${words.all} ${last(module[side]).toFixed(3)}`);
      return map;
    });
    small.forEach(({ node }, i) => node.classList.toggle("chosen", i === chosen));
    draw();
  };
  const draw = (): void => {
    for (const { maps } of small) for (const map of maps) map.draw();
    for (const map of large) map.draw();
    drawAngles(angles, modules[chosen], words);
  };
  choose(0);
  const map = (side: "down" | "up"): HTMLElement =>
    panel(
      side,
      words[side],
      titles[side],
      places[side],
      element("p", { class: "note", text: `↓ ${words.firstOfOne}, → ${words.firstOfOther}` }),
    );
  return {
    nodes: [
      element("h1", { class: "title", text: payload.title }),
      element("p", { class: "note", text: words.comparison(countModules(modules.length, words)) }),
      element(
        "div",
        { class: "panels three" },
        map("down"),
        map("up"),
        panel(
          "angles",
          words.angles,
          angles.node,
          key,
          element("p", { class: "note", text: words.anglesNote }),
        ),
        panel(
          "overview",
          words.overview,
          element("div", { class: "small-maps" }, ...small.map(({ node }) => node)),
          element("p", { class: "note", text: words.overviewNote }),
        ),
      ),
    ],
    draw,
  };
}

const legendEntry = (text: string, color: string, dashed: string): HTMLElement =>
  element(
    "li",
    {},
    element("span", { class: `line-key${dashed}`, style: `border-color: ${color}` }),
    element("span", { text }),
  );

const last = ({ values }: Side): number => values[values.length - 1];

function createSmall(
  module: Compared,
  name: string,
  words: AdapterWords,
  onPick: () => void,
): { node: HTMLElement; maps: HeatMap[] } {
  const maps = [module.down, module.up].map((side) =>
    createSimilarityMap(side, module.name, words, 64),
  );
  const text = `A ${last(module.down).toFixed(2)} · B ${last(module.up).toFixed(2)}`;
  const node = element(
    "button",
    { type: "button", class: "small-map" },
    element("span", { class: "small-name", text: name, title: module.name }),
    element("span", { class: "pair" }, ...maps.map((map) => map.node)),
    element("span", { class: "muted", text }),
  );
  node.addEventListener("click", onPick);
  return { node, maps };
}

/** φ of the first i and the first j, i down, j across. */
function createSimilarityMap(
  { rows, columns, values }: Side,
  label: string,
  words: AdapterWords,
  height: number,
): HeatMap {
  const value = (row: number, column: number): number => values[row * columns + column];
  return createHeatMap({
    label: `${label}: ${words.all} ${values[values.length - 1].toFixed(3)}`,
    rowHeight: Math.max(1, height / rows),
    ...{ rows, columns, value },
    describe: (row, column) =>
      words.similarityReads(row + 1, column + 1, value(row, column).toFixed(3)),
  });
}

function drawAngles(
  chart: ReturnType<typeof createCurves>,
  { name, down, up }: Compared,
  words: AdapterWords,
): void {
  const length = Math.max(down.angles.length, up.angles.length);
  const most = (values: readonly number[]): string =>
    values
      .slice(0, 6)
      .map((value) => `${value}°`)
      .join(", ");
  chart.show(
    {
      height: 300,
      across: words.index.replace(/ of the value| 个奇异值/, ""),
      up: words.degrees,
      domain: [0, 90],
      ticks: [0, 15, 30, 45, 60, 75, 90],
      format: (tick) => `${tick}°`,
      length,
    },
    [
      { values: down.angles, color: "var(--accent)", dots: down.angles.length },
      { values: up.angles, color: "var(--second)", dashed: true, dots: up.angles.length },
    ],
    `${name}: A ${most(down.angles)}; B ${most(up.angles)}`,
  );
}
