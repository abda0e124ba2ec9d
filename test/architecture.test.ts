import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { repository } from "./paths";

const source = path.join(repository, "src");

/** Which rooms each room may import, types included; every room may import base. */
const arrows: Record<string, readonly string[]> = {
  "lowrank/text": ["lowrank/linalg"],
  "lowrank/linalg": ["lowrank/kernels", "lowrank/jobs"],
  "lowrank/rank": ["lowrank/text", "lowrank/linalg", "lowrank/classify", "lowrank/jobs"],
  "lowrank/classify": ["lowrank/linalg", "lowrank/kernels"],
  "lowrank/chain": ["lowrank/text", "lowrank/rank", "lowrank/linalg", "lowrank/classify"],
  "lowrank/adapt": ["lowrank/linalg", "lowrank/kernels"],
  // Types only: a plot takes plain results.
  "lowrank/plot": ["lowrank/linalg", "lowrank/rank"],
  // What is shown where no kernel draws controls, is shown as figures are.
  "lowrank/controls": ["lowrank/plot"],
  "lowrank/explore": [
    "lowrank/adapt",
    "lowrank/text",
    "lowrank/linalg",
    "lowrank/rank",
    "lowrank/classify",
    "lowrank/plot",
  ],
  // A file of a model knows every kind of model.
  "lowrank/files": [
    "lowrank/chain",
    "lowrank/adapt",
    "lowrank/rank",
    "lowrank/classify",
    "lowrank/text",
    "lowrank/linalg",
  ],
  "lowrank/cluster": ["lowrank/files", "lowrank/linalg", "lowrank/rank"],
  "lowrank/teaching": ["lowrank/text", "lowrank/linalg", "lowrank/adapt"],
  "lowrank/kernels": [],
  "lowrank/jobs": [],
  "lowrank/base": [],
  "lowrank/cli": [
    "lowrank/chain",
    "lowrank/adapt",
    "lowrank/classify",
    "lowrank/cluster",
    "lowrank/explore",
    // Blocks are factored.
    "lowrank/linalg",
    "lowrank/files",
    "lowrank/linalg",
    "lowrank/text",
  ],
  "workbook/sets": [],
  // The compiler of cells runs in pages, too.
  "workbook/cells": [],
  "workbook/jupyter": ["workbook/cells"],
  "workbook/book": ["workbook/jupyter", "workbook/cells"],
  "workbook/project": ["workbook/jupyter"],
  "workbook/cli": ["workbook/book", "workbook/jupyter", "workbook/project", "workbook/sets"],
};

/** Rooms of the library in which Node's modules may be imported. */
const nodeRooms = [
  "lowrank/files",
  "lowrank/cluster",
  "lowrank/cli",
  "lowrank/jobs",
  "lowrank/kernels/threads",
];

interface Import {
  from: string;
  /** A path below src, or a package's name. */
  to: string;
  typeOnly: boolean;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "dist" ? [] : listSources(full);
    return entry.name.endsWith(".ts") ? [full] : [];
  });
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]*)"|(?:import|require)\(\s*"([^"]*)"\s*,?\s*\)/g;

function readImports(file: string): Import[] {
  return [...readFileSync(file, "utf8").matchAll(importPattern)].map((match) => {
    const to = match[2] ?? match[3];
    return {
      from: path.relative(source, file),
      to: to.startsWith(".") ? path.relative(source, path.resolve(path.dirname(file), to)) : to,
      typeOnly: match[1] !== undefined,
    };
  });
}

/** "lowrank/linalg" of a file in that room; "lowrank" of one that stands beside the rooms. */
function room(file: string): string {
  const parts = file.split(path.sep);
  return parts.length > 2 ? parts.slice(0, 2).join("/") : parts[0];
}

const isOurs = ({ to }: Import): boolean => /^(lowrank|workbook)[\\/]/.test(to);
const imports = [
  ...listSources(path.join(source, "lowrank")),
  ...listSources(path.join(source, "workbook")),
].flatMap(readImports);
const inside = imports.filter(
  (one) => isOurs(one) && !(one.to.startsWith("lowrank") && one.from.startsWith("workbook")),
);

test("every import follows an arrow of the architecture, types included", () => {
  assert.ok(inside.length > 500, "found few imports: the pattern no longer reads the sources");
  const doors = ["lowrank", "workbook"];
  const wrong = inside.filter(({ from, to }) => {
    const [here, there] = [room(from), room(to)];
    if (here === there || doors.includes(here)) return false;
    return there !== "lowrank/base" && there !== "workbook" && !arrows[here]?.includes(there);
  });
  assert.deepEqual(wrong, []);
});

test("plot takes types only from the numeric rooms", () => {
  const wrong = inside.filter(
    ({ from, to, typeOnly }) =>
      room(from) === "lowrank/plot" &&
      !["lowrank/plot", "lowrank/base"].includes(room(to)) &&
      !typeOnly,
  );
  assert.deepEqual(wrong, []);
});

test("the library imports nothing of the workbook, and the workbook only the library's doors", () => {
  const crossing = imports.filter(
    ({ from, to }) =>
      (from.startsWith("lowrank") && to.startsWith("workbook")) ||
      (from.startsWith("workbook") &&
        to.startsWith("lowrank") &&
        !["lowrank", "lowrank/teaching", "lowrank/adapters", "lowrank/workbook"].includes(to) &&
        !to.startsWith("lowrank-workbook")),
  );
  assert.deepEqual(crossing, []);
});

test("the library imports Node's modules only where files, threads and the command are", () => {
  const allowed = (file: string): boolean =>
    nodeRooms.some((place) => file.startsWith(path.normalize(place))) || listed.includes(file);
  // What WordNet's files need.
  const listed = ["teaching/glosses.ts", "teaching/wordnetFolder.ts"].map((file) =>
    path.join("lowrank", file),
  );
  const wrong = imports.filter(
    ({ from, to }) => from.startsWith("lowrank") && to.startsWith("node:") && !allowed(from),
  );
  assert.deepEqual(wrong, []);
});

test("the library computes with no function whose last bit is the engine's own", () => {
  // Numbers are the same on every machine; what is drawn or printed with a few digits is free.
  const free = ["plot", "explore/browser", "cli", "kernels/wasm", "base/formatBytes.ts"];
  const own = /Math\.(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|cbrt)\b/;
  const wrong = listSources(path.join(source, "lowrank"))
    .map((file) => path.relative(path.join(source, "lowrank"), file))
    .filter((file) => !free.some((place) => file.startsWith(path.normalize(place))))
    .filter((file) => own.test(readFileSync(path.join(source, "lowrank", file), "utf8")));
  assert.deepEqual(wrong, [], "take these from base/elementary");
});

test("the compiler of cells imports nothing but TypeScript", () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      room(from) === "workbook/cells" &&
      /^[a-z@]/.test(to) &&
      !isOurs({ from, to, typeOnly: false }),
  );
  assert.deepEqual([...new Set(wrong.map(({ to }) => to))], ["typescript"]);
});

test("no file imports itself through others, types included", () => {
  const targets = new Map<string, string[]>();
  for (const { from, to } of inside) {
    const file = from.replace(/\.ts$/, "");
    targets.set(file, [...(targets.get(file) ?? []), to.replace(/\.js$/, "")]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(file), `circle: ${[...trail, file].join(" → ")}`);
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
});

test("published types say nothing that the kernel's TypeScript 5.0 cannot read", () => {
  const folder = path.join(source, "lowrank", "dist");
  const declared = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".d.ts"),
  );
  assert.ok(declared.length >= 3);
  const generic = declared.filter((name) =>
    /\b(Float64|Float32|Int32|Uint8|Uint32)Array</.test(
      readFileSync(path.join(folder, name), "utf8"),
    ),
  );
  assert.deepEqual(generic, [], "annotate these: TypeScript 5.0 has no generic typed arrays");
});

test("no source reads Math.random", () => {
  const readers = listSources(source).filter((file) =>
    readFileSync(file, "utf8").includes("Math.random("),
  );
  assert.deepEqual(readers, []);
});
