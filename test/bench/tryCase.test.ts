import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { controlCases, languageCases } from "../../bench/kernels/languageCases";
import { stateCases } from "../../bench/kernels/stateCases";
import { tryCase, type TriedKernel } from "../../bench/kernels/tryCase";
import { createMessage } from "../../src/workbook/jupyter/wire";
import type { KernelClient } from "../../src/workbook/jupyter/client/client";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-cases-"));
const asked: string[] = [];

/** A kernel that fails where the code says `fail`, and prints the code elsewhere. */
const echo: Pick<KernelClient, "execute" | "request"> = {
  execute: (code, { onMessage } = {}) => {
    asked.push(code);
    if (code.includes("fail")) {
      const content = { ename: "TypeError", evalue: "no", traceback: ["TypeError: no | `x`"] };
      return Promise.resolve({ status: "error", content });
    }
    const content = { name: "stdout", text: `\x1b[33m${code}\x1b[39m\n` };
    onMessage?.(createMessage("stream", content, { session: "test" }));
    return Promise.resolve({ status: "ok", content: {} });
  },
  request: () => Promise.resolve({ matches: ["alpha", "beta"] }),
};
const kernel: TriedKernel = { client: echo as KernelClient, folder, suffix: ".ts" };

test("tryCase(kernel, case) says what works, what shows something else, and what fails", async () => {
  const verdict = (steps: Parameters<typeof tryCase>[1]["steps"], brings: string) =>
    tryCase(kernel, { title: "case", steps, brings });
  assert.equal(await verdict(["one", "two"], "two"), "works");
  assert.equal(await verdict(["one"], "two"), "wrong: one");
  assert.equal(await verdict(["fail", "two"], "two"), "error: TypeError: no");
  assert.equal(await verdict([{ fails: "fail" }, "two"], "two"), "works");
  assert.equal(await verdict([{ complete: "a" }], "alpha,beta"), "works");
  const named = { title: "case", steps: [{ fails: "fail" }] };
  assert.equal(
    await tryCase(kernel, { ...named, brings: ({ error }) => error!.includes("no") }),
    "works",
  );
});

test("a case's own files are imported as the kernel writes it", async () => {
  const steps = [{ write: { "a.ts": 'export * from "@/b";' } }, 'import "@/../a";'];
  await tryCase(kernel, { title: "case", steps, brings: "" });
  assert.equal(readFileSync(path.join(folder, "a.ts"), "utf8"), 'export * from "./b.ts";');
  assert.equal(asked.at(-1), 'import "./../a.ts";');
  rmSync(folder, { recursive: true });
});

test("no two cases declare the same name, for they share a kernel", () => {
  const cases = [...stateCases, ...languageCases, ...controlCases];
  const owners = new Map<string, string>();
  for (const { title, steps } of cases)
    for (const [, name] of JSON.stringify(steps).matchAll(
      /\b(?:const|let|class|function) (\w+)/g,
    )) {
      if (!/\d$/.test(name)) continue;
      assert.equal(owners.get(name) ?? title, title, name);
      owners.set(name, title);
    }
  assert.ok(cases.length > 40 && owners.size > 30);
});
