import type { Contest, Entrant, Floor, Preparation, Result, Task } from "../harness/contest";
import { loadCorpus, stopWordList } from "../inputs/corpora";
import { textFiles } from "../inputs/corpusFiles";
import { summarise } from "../harness/statistics";

const rank = 100;
/** One definition in eight is held out: 10,274 texts. */
const every = 8;

/** Prediction on new short texts by a model of 71,918 definitions, one thread. */
export const predictTasks: readonly Task[] = [
  {
    name: "predict-single",
    about: "class of 10,274 new short texts, one call a text, k=100, one thread",
    slow: true,
    prepare: (preparation) => preparePredict(false, preparation),
  },
  {
    name: "predict-batch",
    about: "the same, one call for all",
    slow: true,
    prepare: (preparation) => preparePredict(true, preparation),
  },
];

function preparePredict(batch: boolean, { folder }: Preparation): Contest {
  const input = { ...textFiles(folder, "nouns"), every, rank, batch, stopWords: stopWordList() };
  const ours: Entrant = {
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "predict",
    input,
    threads: 1,
  };
  const peer: Entrant = {
    name: "scikit-learn pipeline",
    side: "peer",
    runtime: "python",
    module: "predict",
    input,
    threads: 1,
  };
  return {
    entrants: [ours, peer],
    assess: (result) => ({
      accuracy: formatSpeed(result),
      figures: result.output,
      floor: predictFloor(),
    }),
  };
}

function formatSpeed({ runs, output }: Result): string {
  const { texts, accuracy } = output as { texts: number; accuracy: number };
  const speed = texts / summarise(runs.map(({ seconds }) => seconds)).median;
  return `${Math.round(speed).toLocaleString("en")} texts/s, held-out ${accuracy.toFixed(4).replace(/^0/, "")}`;
}

/** The characters, a row of V for each token, and W once a text. */
function predictFloor(): Floor {
  const { texts, labels } = loadCorpus("nouns");
  const heldOut = texts.filter((_, i) => i % every === every - 1);
  const characters = heldOut.reduce((sum, text) => sum + text.length, 0);
  const tokens = heldOut.reduce((sum, text) => sum + text.split(" ").length, 0);
  const classes = new Set(labels).size;
  return {
    formula: "2·k·(tokens + texts·K) flops; characters + 8·k·tokens bytes",
    flops: 2 * rank * (tokens + heldOut.length * classes),
    bytes: characters + 8 * rank * tokens,
  };
}
