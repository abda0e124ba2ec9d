import { choosePointOfGrid, type GridPoint, type RankScore } from "../rank/rankCurve";
import type { ModelSelection } from "./selectModel";

/** Every rank with every penalty that was scored, ranks ascending, penalties as they were given. */
export function listGridPoints({
  grid,
}: ModelSelection): (RankScore & { readonly inversePenalty: number })[] {
  return grid
    .flatMap(({ inversePenalty, curve }) =>
      curve.scores.map((score) => ({ ...score, inversePenalty })),
    )
    .sort((a, b) => a.rank - b.rank);
}

/** The most accurate of them. */
export function findBestPoint({ grid }: ModelSelection): GridPoint {
  return choosePointOfGrid(grid).best;
}
