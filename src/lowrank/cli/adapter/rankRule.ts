import type { RankRule } from "../../adapt/adapters/rankRules";

/** What the command line says of ranks. */
export interface RankRuleOptions {
  rank?: number;
  energy?: number;
  svRatio?: number;
  svFro?: number;
  svCumulative?: number;
  /** Megabytes. */
  size?: number;
  maxRank?: number;
}

const flags = {
  rank: "rank",
  energy: "energy",
  svRatio: "sv_ratio",
  svFro: "sv_fro",
  svCumulative: "sv_cumulative",
  size: "size",
} as const;

/**
 * The rule that the options name; undefined where they name none.
 *
 * @throws Error if they name several, or a largest rank where it has no meaning
 */
export function readRankRule(options: RankRuleOptions): RankRule | undefined {
  const given = (Object.keys(flags) as (keyof typeof flags)[]).filter(
    (name) => options[name] !== undefined,
  );
  const named = given.map((name) => `--${flags[name].replace("_", "-")}`).join(" and ");
  if (given.length > 1) throw new Error(`${named} are several rules for the ranks; pass one`);
  const { maxRank } = options;
  if (given.length === 0) {
    if (maxRank === undefined) return undefined;
    return { by: "rank", value: maxRank };
  }
  const [by, value] = [flags[given[0]], options[given[0]] as number];
  if (by === "size") return { by, value: value * 1e6 };
  if (by === "rank") {
    if (maxRank !== undefined) throw new Error("--rank says the rank; leave out --max-rank");
    return { by, value };
  }
  return { by, value, ...(maxRank !== undefined && { maxRank }) };
}

/** The same where there must be one. */
export function requireRankRule(options: RankRuleOptions): RankRule {
  const rule = readRankRule(options);
  if (rule) return rule;
  throw new Error(
    "no rule for the ranks; pass one of --rank, --energy, --sv-ratio, --sv-fro, --sv-cumulative, --size",
  );
}
