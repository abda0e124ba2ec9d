import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { repository } from "./paths";

const documents = ["README.md", "CONTRIBUTING.md", "environment.md"].concat([
  "data/README.md",
  "bench/README.md",
  "examples/README.md",
]);
/** Places that a build or a test run makes, and patterns. */
const made = /dist|NAME|NN-|\*|\{/;

for (const name of documents)
  test(`files that ${name} names are there`, () => {
    const text = readFileSync(path.join(repository, name), "utf8");
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, address]) => address)
      .filter((address) => !/^(https?|mailto):/.test(address))
      .map((address) => path.join(path.dirname(name), address));
    const paths = [...text.matchAll(/`((?:src|test|data|notebooks|examples|bench)\/[^`\s]+)`/g)]
      .map(([, file]) => file)
      .filter((file) => !made.test(file));
    const missing = [...links, ...paths].filter(
      (file) => !existsSync(path.join(repository, decodeURI(file))),
    );
    assert.deepEqual(missing, []);
  });
