import { fitTransformTfidf } from "../../src/lowrank/index";
import type { Work } from "../harness/worker";
import { tfidfOptions } from "../inputs/corpora";
import { readJson, writeSparse } from "../inputs/files";

export function prepare({
  texts: file,
  outputs,
}: {
  texts: string;
  outputs: string;
}): Work<ReturnType<typeof fitTransformTfidf>> {
  const texts = readJson<string[]>(file);
  return {
    run: () => fitTransformTfidf(texts, tfidfOptions),
    report({ matrix }) {
      writeSparse(outputs, matrix);
      return { matrix: outputs };
    },
  };
}
