import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import { chromium, type Browser } from "playwright-core";
import { browserOptions, skipWithoutBrowser as skip } from "../lowrank/plot/browser";
import { bundlePage } from "./bundlers";
import { once } from "./freshProject";
import type { PageAnswer } from "./programs";

let browser: Browser | undefined;
after(() => browser?.close());

/** Opens a page with the bundled program under a policy, and takes its answer. */
async function answer(script: string, policy?: string): Promise<PageAnswer> {
  browser ??= await chromium.launch(browserOptions());
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.route("**/*", (route) => {
    const { pathname } = new URL(route.request().url());
    const [contentType, body] =
      pathname === "/page.js"
        ? ["text/javascript", script]
        : ["text/html", '<!doctype html><script type="module" src="/page.js"></script>'];
    const headers: Record<string, string> =
      policy === undefined ? {} : { "content-security-policy": policy };
    return route.fulfill({ contentType, body, headers });
  });
  await page.goto("http://page.test/");
  const left = await page.waitForFunction(() => (globalThis as { answer?: PageAnswer }).answer);
  const found = await left.jsonValue();
  await page.close();
  assert.deepEqual(errors, []);
  assert.ok(found);
  return found;
}

const open = once(async () => {
  const script = await bundlePage();
  return script === undefined ? undefined : { script, free: await answer(script) };
});

async function opened(t: TestContext): Promise<Awaited<ReturnType<typeof open>>> {
  const found = await open();
  if (found === undefined) t.skip("npm's registry has no esbuild");
  return found;
}

test("a page factors a matrix by WebAssembly", { skip }, async (t) => {
  const found = await opened(t);
  if (!found) return;
  assert.equal(found.free.compiles, true);
  assert.equal(found.free.singularValues.length, 10);
  assert.ok(found.free.singularValues.every((value) => value > 0));
});

test("a worker of a bundled page gives the same singular values", { skip }, async (t) => {
  const found = await opened(t);
  if (found) assert.deepEqual(found.free.asyncValues, found.free.singularValues);
});

test("in a page, what needs files says so when it is called", { skip }, async (t) => {
  const found = await opened(t);
  if (found) assert.match(found.free.refusal, /which a page does not have; call it in Node/);
});

test("under script-src 'self' the TypeScript twins give the same answer", { skip }, async (t) => {
  const found = await opened(t);
  if (!found) return;
  const { compiles, singularValues, asyncValues } = await answer(found.script, "script-src 'self'");
  assert.equal(compiles, false);
  assert.deepEqual(singularValues, found.free.singularValues);
  assert.deepEqual(asyncValues, singularValues, "nor may it start a worker");
});
