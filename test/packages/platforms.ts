import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { FreshProject, once, output, run } from "./freshProject";
import { serverProgram, type ServerAnswer } from "./programs";
import { tarballs } from "./tarballs";

const project = once(async () => {
  const { library } = await tarballs();
  const fresh = new FreshProject("platforms");
  await fresh.install(library);
  fresh.write("server.mjs", serverProgram);
  return fresh;
});

/** What Node answers on threads, which every other place must answer too. */
export const expectedAnswer = once(async (): Promise<ServerAnswer> => {
  const { folder } = await project();
  return JSON.parse(await output(folder, process.execPath, ["server.mjs"])) as ServerAnswer;
});

test("Node factors on two threads and in a worker, and scores folds on workers", async () => {
  const { workers, singularValues, asyncValues, accuracy } = await expectedAnswer();
  assert.equal(workers, 3);
  assert.deepEqual(asyncValues, singularValues);
  assert.equal(singularValues.length, 20);
  assert.ok(accuracy[1] > 0.8 && accuracy[1] <= 1, `accuracy ${accuracy[1]}`);
});

test("under Node's permission model, which refuses threads, one thread gives the same answer", async () => {
  const { folder } = await project();
  const flag = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  const args = [flag, "--allow-fs-read=*", "server.mjs"];
  const answer = JSON.parse(await output(folder, process.execPath, args)) as ServerAnswer;
  assert.deepEqual(answer, { ...(await expectedAnswer()), workers: 0 });
});

for (const name of ["deno", "bun"] as const) {
  test(`${name} runs the same program and gives the same answer`, async (t) => {
    const fresh = await project();
    await fresh.installWhatThereIs(name);
    const lacking = fresh.lacks(name);
    if (lacking !== undefined) return t.skip(lacking);
    const program = await findProgram(fresh, name);
    if (program === undefined)
      return t.skip(`${name}'s package brings no program that starts here`);
    const args = name === "deno" ? ["run", "--allow-read", "server.mjs"] : ["server.mjs"];
    const answer = JSON.parse(await output(fresh.folder, program, args)) as ServerAnswer;
    assertSameAnswer(answer, await expectedAnswer());
  });
}

/** The program itself, which the package's script would start. */
async function findProgram(fresh: FreshProject, name: "deno" | "bun"): Promise<string | undefined> {
  const scope = fresh.path("node_modules", name === "deno" ? "@deno" : "@oven");
  const parts = existsSync(scope) ? readdirSync(scope) : [];
  const places =
    name === "deno"
      ? parts.map((part) => fresh.path("node_modules", "@deno", part, "deno"))
      : parts
          .map((part) => fresh.path("node_modules", "@oven", part, "bin", "bun"))
          .concat(fresh.path("node_modules", "bun", "bin", "bun.exe"));
  for (const place of places.filter((file) => existsSync(file)))
    if ((await run(fresh.folder, place, ["--version"])).code === 0) return place;
  return undefined;
}

/** Engines may differ in the last digit of a logarithm. */
function assertSameAnswer(actual: ServerAnswer, expected: ServerAnswer): void {
  assert.equal(actual.singularValues.length, expected.singularValues.length);
  actual.singularValues.forEach((value, i) =>
    assert.ok(Math.abs(value / expected.singularValues[i] - 1) < 1e-12, `σ${i}: ${value}`),
  );
  assert.deepEqual(actual.asyncValues, actual.singularValues);
  assert.deepEqual(actual.accuracy, expected.accuracy);
}
