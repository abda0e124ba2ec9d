import type { Staleness } from "./cellFlow";
import type { LiveWords } from "./liveWords";
import { isBusy, type RunState } from "./runState";

/** Names that are told; of more, only that there are. */
const told = 3;

/** Why a result is stale, and what to do, in a sentence. */
export function describeStaleness({ isEdited, names }: Staleness, words: LiveWords): string {
  if (isEdited) return words.stale;
  const more = names.length > told ? "…" : "";
  return words.staleBy(names.slice(0, told).join(", ") + more);
}

/** What those who hear the page are told of a cell behind its name; nothing where all is well. */
export function describeForHearing(run: RunState, isStale: boolean, words: LiveWords): string {
  const { running, failed, stale } = words.standing;
  if (isBusy(run)) return running;
  return (run.status === "error" && !run.outlived ? failed : "") + (isStale ? stale : "");
}
