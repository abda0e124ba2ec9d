import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const script = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run(): Promise<{
    violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
  }>;
}

/** What axe finds on a page that is at least as grave as `least`, a line a rule. */
export async function axeFindings(
  page: Page,
  least: "moderate" | "serious" = "serious",
): Promise<string[]> {
  await page.evaluate(script);
  const violations = await page.evaluate(
    async () => (await (window as unknown as { axe: Axe }).axe.run()).violations,
  );
  const grave = ["critical", "serious", ...(least === "moderate" ? ["moderate"] : [])];
  return violations
    .filter(({ impact }) => grave.includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
