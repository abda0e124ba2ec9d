import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const root = path.join(__dirname, "..", "..");
const source = path.join(root, "src");
const numericRooms = ["data", "text", "linalg", "rank", "classify", "adapt"];

/** Which rooms each room may import. */
const arrows: Record<string, readonly string[]> = {
  index: ["data", "text", "linalg", "rank", "classify", "adapt", "explore", "plot"],
  cli: ["book", "jupyter", "data"],
  data: ["linalg"],
  text: ["linalg"],
  kernels: [],
  linalg: ["kernels"],
  classify: ["linalg", "kernels"],
  adapt: ["linalg", "kernels"],
  rank: ["text", "linalg", "classify"],
  plot: [...numericRooms],
  explore: ["text", "linalg", "rank", "classify", "plot"],
  jupyter: [],
  book: ["jupyter", "linalg", "rank", "classify", "explore", "plot"],
};

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return listSources(full);
    return entry.name.endsWith(".ts") ? [full] : [];
  });
}

function readImports(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"(\.[^"]*)"|import\("(\.[^"]*)"\)/g;
  return [...text.matchAll(pattern)].map((match) => ({
    from: path.relative(source, file),
    to: path.relative(source, path.resolve(path.dirname(file), match[3] ?? match[4])),
    typeOnly: match[2] !== undefined,
  }));
}

const room = (file: string): string => file.split(path.sep)[0].replace(/\.ts$/, "");
const imports = listSources(source).flatMap(readImports);

test("every import follows an arrow of the architecture", () => {
  assert.ok(imports.length > 5, "found no imports: the pattern no longer reads the sources");
  const wrong = imports.filter(
    ({ from, to }) => room(from) !== room(to) && !arrows[room(from)]?.includes(room(to)),
  );
  assert.deepEqual(wrong, []);
});

test("plot takes types only from the numeric rooms", () => {
  assert.deepEqual(
    imports.filter(
      ({ from, to, typeOnly }) => room(from) === "plot" && room(to) !== "plot" && !typeOnly,
    ),
    [],
  );
});

test("no file imports itself through others", () => {
  const targets = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly)
      targets.set(from.replace(/\.ts$/, ""), [
        ...(targets.get(from.replace(/\.ts$/, "")) ?? []),
        to,
      ]);
  }
  const visit = (file: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(file), `circle: ${[...trail, file].join(" → ")}`);
    for (const next of targets.get(file) ?? []) visit(next, [...trail, file]);
  };
  for (const file of targets.keys()) visit(file, []);
});

test("published types say nothing that the kernel's TypeScript 5.0 cannot read", () => {
  const declared = readdirSync(path.join(root, "dist", "src"), {
    recursive: true,
    encoding: "utf8",
  }).filter((name) => name.endsWith(".d.ts"));
  const generic = declared.filter((name) =>
    /\b(Float64|Float32|Int32|Uint8|Uint32)Array</.test(
      readFileSync(path.join(root, "dist", "src", name), "utf8"),
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
