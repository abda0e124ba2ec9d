import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { findNotebooks } from "../../../src/workbook/cli/findNotebooks";
import { splitCommand } from "../../../src/workbook/cli/splitCommand";
import { readNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import { command, repository } from "../../paths";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-test-")));
after(() => rmSync(folder, { recursive: true }));
const cli = command;

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs the command line in a folder; `onOutput` sees what it has written so far, and may end it by
 * one signal: a second one means that somebody does not want to wait.
 */
function lowrank(
  args: readonly string[],
  cwd = folder,
  options: {
    env?: Record<string, string>;
    onOutput?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { ...process.env, LOWRANK_DEBUG: "", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      ended.stdout += text;
      options.onOutput?.(ended.stdout, (signal) => void (child.killed || child.kill(signal)));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.stderr += text));
    child.once("close", (code) => resolve({ code, ...ended }));
  });
}

/** Makes a folder with notebooks of one code cell a source. */
function makeFolder(name: string, notebooks: Record<string, string[]>): string {
  const made = path.join(folder, name);
  for (const [file, sources] of Object.entries(notebooks)) {
    const full = path.join(made, file);
    mkdirSync(path.dirname(full), { recursive: true });
    const code = sources.map((source) => ({
      cell_type: "code",
      metadata: {},
      source,
      execution_count: null,
      outputs: [],
    }));
    writeFileSync(
      full,
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 4,
        metadata: {},
        cells: [{ cell_type: "markdown", metadata: {}, source: "# Title" }, ...code],
      }),
    );
  }
  return made;
}

for (const command of [
  [],
  ["run"],
  ["book"],
  ["serve"],
  ["start"],
  ["kernel"],
  ["kernel", "install"],
]) {
  test(`lowrank ${[...command, "--help"].join(" ")} describes it and ends with an example`, async () => {
    const { code, stdout, stderr } = await lowrank([...command, "--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, new RegExp(`^Usage: ${["lowrank", ...command].join(" ")} `));
    assert.match(stdout, /\nExample:\n {2}\$ lowrank \S/);
  });
}

test("lowrank --version prints the package's version", async () => {
  const { version } = JSON.parse(
    readFileSync(path.join(repository, "src", "lowrank", "package.json"), "utf8"),
  ) as { version: string };
  assert.equal((await lowrank(["--version"])).stdout, `${version}\n`);
});

const mistakes: [args: string[], message: RegExp][] = [
  [["rum"], /unknown command 'rum'\n\(Did you mean run\?\)/],
  [["ferve"], /unknown command 'ferve'\n\(Did you mean serve\?\)/],
  [["run", "--timout", "3"], /unknown option '--timout'\n\(Did you mean --timeout\?\)/],
  [["start", "--no-serv"], /unknown option '--no-serv'\n\(Did you mean --no-serve\?\)/],
  [
    ["kernel", "instal"],
    /unknown command 'kernel instal'; did you mean 'lowrank kernel install'\?/,
  ],
  [["kernel"], /needs --connection-file.*lowrank kernel install/],
  [["kernel", "--connection-file", "none.json"], /none\.json/],
  [["run", "--timeout", "soon"], /'soon' is invalid\. Give seconds/],
  [["run", "--jobs", "0"], /'0' is invalid\. Give a whole number from 1/],
  [["serve", "--port", "70000"], /'70000' is invalid\. Give a whole number from 0 to 65535/],
  [["serve", "nowhere"], /nowhere holds no book .*lowrank book/],
  [["kernel", "install", "--user", "--prefix", "x"], /--user and --prefix .*one of them/],
  [
    ["run", "--kernel", "python3 -m ipykernel"],
    /does not say where the connection file goes; write \{connection_file\}/,
  ],
  [["run", "--kernel", "'open"], /' that is not closed/],
];
for (const [args, message] of mistakes) {
  test(`lowrank ${args.join(" ")} says what is wrong in one paragraph and fails`, async () => {
    const made = makeFolder("mistakes", { "notebooks/01.ipynb": ["1"] });
    const { code, stdout, stderr } = await lowrank(args, made);
    assert.equal(code, 1);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n {4}at /, "a stack trace is not for users");
    assert.equal(stdout, "");
  });
}

test("LOWRANK_DEBUG=1 adds the stack trace", async () => {
  assert.match(
    (await lowrank(["run", "none.ipynb"], folder, { env: { LOWRANK_DEBUG: "1" } })).stderr,
    /no notebook at none\.ipynb[^]*\n {4}at /,
  );
});

test("findNotebooks names an unknown path and the notebooks nearby", () => {
  const made = makeFolder("nearby", {
    "notebooks/01-count.ipynb": [],
    "notebooks/02-sum.ipynb": [],
    "other/x.ipynb": [],
  });
  mkdirSync(path.join(made, "empty"));
  writeFileSync(path.join(made, "notes.txt"), "");
  assert.throws(
    () => findNotebooks(["notebooks/01-cuont.ipynb"], made),
    /no notebook at notebooks\/01-cuont\.ipynb; there are notebooks\/01-count\.ipynb, notebooks\/02-sum\.ipynb/,
  );
  assert.throws(
    () => findNotebooks(["nowhere/x.ipynb"], made),
    /no notebook at nowhere\/x\.ipynb; there are notebooks\/01-count/,
  );
  assert.throws(
    () => findNotebooks(["empty"], made),
    /folder empty holds no \.ipynb files; there are notebooks/,
  );
  assert.throws(
    () => findNotebooks(["notes.txt"], made),
    /notes\.txt is not a notebook: its name does not end in \.ipynb/,
  );
});

test("findNotebooks takes files, folders with their solutions and translations and, without paths, the notebooks folder, in order and once", () => {
  const made = makeFolder("found", {
    "notebooks/02.ipynb": [],
    "notebooks/01.ipynb": [],
    "notebooks/solutions/01-solutions.ipynb": [],
    "notebooks/zh-CN/01.ipynb": [],
    "notebooks/.hidden.ipynb": [],
    "one.ipynb": [],
  });
  const names = (paths: string[]): string[] =>
    findNotebooks(paths, made).map((file) => path.relative(made, file));
  const all = [
    "notebooks/01.ipynb",
    "notebooks/02.ipynb",
    "notebooks/solutions/01-solutions.ipynb",
    "notebooks/zh-CN/01.ipynb",
  ];
  assert.deepEqual(names([]), all);
  assert.deepEqual(names(["one.ipynb", "notebooks", "notebooks/01.ipynb", "notebooks/solutions"]), [
    "one.ipynb",
    ...all,
  ]);
  assert.deepEqual(names(["notebooks/solutions"]), all.slice(2, 3));
  assert.deepEqual(names(["notebooks/zh-CN"]), all.slice(3));
});

test("splitCommand splits at spaces, but not inside quotes", () => {
  assert.deepEqual(splitCommand(`  "/a b/node" -e 'x "y"' {connection_file} ""`), [
    "/a b/node",
    "-e",
    'x "y"',
    "{connection_file}",
    "",
  ]);
  assert.throws(() => splitCommand('node "x'), /not closed/);
  assert.throws(() => splitCommand("  "), /empty/);
});

test("lowrank run writes executed copies, leaves the sources alone and prints a table", async () => {
  const made = makeFolder("run", {
    "notebooks/01.ipynb": ["const a = 20;", "a + 1"],
    "notebooks/02.ipynb": ["console.log('hi')"],
    "notebooks/solutions/01.ipynb": ["'solved'"],
  });
  const before = readFileSync(path.join(made, "notebooks/01.ipynb"), "utf8");
  mkdirSync(path.join(made, ".lowrank/executed"), { recursive: true });
  writeFileSync(path.join(made, ".lowrank/executed/01.ipynb.key"), "of another run");
  const { code, stdout, stderr } = await lowrank(["run"], made);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /notebooks\/01\.ipynb +│ +2 │ +\d+\.\d │ ok/);
  assert.match(stdout, /Executed copies are in \.lowrank\/executed\./);
  assert.equal(readFileSync(path.join(made, "notebooks/01.ipynb"), "utf8"), before);
  const outputs = async (name: string): Promise<string> =>
    JSON.stringify(
      (await readNotebook(path.join(made, ".lowrank/executed", name))).cells.map((cell) =>
        "outputs" in cell ? cell.outputs : [],
      ),
    );
  assert.match(await outputs("01.ipynb"), /"21"/);
  assert.match(await outputs("02.ipynb"), /hi/);
  assert.match(await outputs("solutions/01.ipynb"), /solved/);
  assert.notEqual(
    readFileSync(path.join(made, ".lowrank/executed/01.ipynb.key"), "utf8"),
    "of another run",
  );
  assert.match(
    (await lowrank(["start", "--run", "--no-serve"], made)).stdout,
    /^3 notebooks, all up to date$/m,
  );
});

test("lowrank run notes what a copy is made of only where lowrank start --run would have made the same", async () => {
  const made = makeFolder("keys", { "notebooks/01.ipynb": ["'by start'"] });
  const copy = path.join(made, ".lowrank/executed/01.ipynb");
  await lowrank(["run"], made);
  assert.ok(existsSync(`${copy}.key`));
  await lowrank(["run", "--out", "elsewhere"], made);
  assert.ok(!existsSync(path.join(made, "elsewhere/01.ipynb.key")));
  await lowrank(
    [
      "run",
      "--kernel",
      `"${process.execPath}" "${cli}" kernel --connection-file {connection_file}`,
    ],
    made,
  );
  assert.ok(existsSync(copy) && !existsSync(`${copy}.key`));
});

test("lowrank run stops at an error, shows where it is and exits with 1; --jobs 1 starts no other notebook", async () => {
  const made = makeFolder("fail", {
    "notebooks/01.ipynb": ["const a = 1;", "const b = 2;\n  missing.call();"],
    "notebooks/02.ipynb": ["1"],
  });
  const { code, stdout, stderr } = await lowrank(["run", "--jobs", "1", "--out", "done"], made);
  assert.equal(code, 1);
  assert.match(stdout, /01\.ipynb +│ +1 │ +\d+\.\d │ failed at cell 3/);
  assert.match(stdout, /02\.ipynb +│ +│ +│ not run/);
  assert.match(
    stderr,
    /notebooks\/01\.ipynb, cell 3 \(code cell 2\), line 2\n {6}missing\.call\(\);\n {6}\^\n\w+: .*missing/,
  );
  assert.match(stderr, /What ran is in done\./);
  assert.equal((await readNotebook(path.join(made, "done/01.ipynb"))).cells.length, 3);
  assert.equal(existsSync(path.join(made, "done/02.ipynb")), false);
});

test("lowrank run --in-place writes into the notebook, keeps its permissions, and leaves one that fails as it was", async () => {
  const made = makeFolder("place", {
    "good.ipynb": ["6 * 7"],
    "bad.ipynb": ["1", "throw new Error('no')"],
  });
  const [good, bad] = ["good.ipynb", "bad.ipynb"].map((name) => path.join(made, name));
  chmodSync(good, 0o600);
  const before = readFileSync(bad, "utf8");
  const { code, stderr } = await lowrank(["run", "--in-place", "good.ipynb", "bad.ipynb"], made);
  assert.equal(code, 1);
  assert.match(stderr, /Notebooks that failed were left as they were\./);
  assert.match(readFileSync(good, "utf8"), /"42"/);
  assert.equal(statSync(good).mode & 0o777, 0o600);
  assert.equal(readFileSync(bad, "utf8"), before);
  assert.deepEqual(readdirSync(made).sort(), ["bad.ipynb", "good.ipynb"]);
});

test("lowrank run names a folder that it cannot write to, before it runs anything", async () => {
  const made = makeFolder("unwritable", { "01.ipynb": ["require('fs').writeFileSync('ran', '')"] });
  const { code, stderr } = await lowrank(["run", "01.ipynb", "--out", "01.ipynb/executed"], made);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /cannot write executed notebooks to 01\.ipynb\/executed: part of its path is a file, not a folder; choose another folder with --out/,
  );
  assert.equal(existsSync(path.join(made, "ran")), false);
});

test("lowrank run --out refuses the folder of the sources", async () => {
  const made = makeFolder("same", { "notebooks/01.ipynb": ["1"] });
  const before = readFileSync(path.join(made, "notebooks/01.ipynb"), "utf8");
  const { code, stderr } = await lowrank(["run", "--out", "notebooks"], made);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /--out notebooks would overwrite notebooks\/01\.ipynb itself; choose another folder, or say --in-place/,
  );
  assert.equal(readFileSync(path.join(made, "notebooks/01.ipynb"), "utf8"), before);
});

test("lowrank run names a notebook that is no notebook, before it runs anything", async () => {
  const made = makeFolder("broken", { "01.ipynb": ["require('fs').writeFileSync('ran', '')"] });
  writeFileSync(path.join(made, "02.ipynb"), "{\n nope");
  const { code, stderr } = await lowrank(["run", "01.ipynb", "02.ipynb"], made);
  assert.equal(code, 1);
  assert.match(stderr, /^lowrank: 02\.ipynb:2:2: is not valid JSON/);
  assert.equal(existsSync(path.join(made, "ran")), false);
});

test("lowrank run --kernel runs another kernel and keeps the notebook's kernelspec: stock tslab goes on after an allowed error", async () => {
  const made = makeFolder("tslab", {
    "01.ipynb": ["throw new Error('allowed')", "let x: number = 41;\nconsole.log(x + 1)"],
  });
  const file = path.join(made, "01.ipynb");
  const notebook = JSON.parse(readFileSync(file, "utf8")) as {
    metadata: object;
    cells: { metadata: object }[];
  };
  notebook.metadata = {
    kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
  };
  notebook.cells[1].metadata = { tags: ["raises-exception"] };
  writeFileSync(file, JSON.stringify(notebook));
  const tslab = path.join(repository, "node_modules", "tslab", "bin", "tslab");
  const { code, stderr } = await lowrank(
    [
      "run",
      "01.ipynb",
      "--out",
      "done",
      "--kernel",
      `"${process.execPath}" "${tslab}" kernel --config-path {connection_file}`,
    ],
    made,
  );
  assert.deepEqual([code, stderr], [0, ""]);
  const executed = await readNotebook(path.join(made, "done/01.ipynb"));
  assert.match(JSON.stringify(executed.cells[2]), /42/);
  assert.deepEqual(executed.metadata.kernelspec, {
    name: "tslab",
    display_name: "TypeScript",
    language: "typescript",
  });
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(
    `${signal} to lowrank run ends the kernel and exits with 130`,
    { skip: process.platform === "win32" },
    async () => {
      const made = makeFolder(signal, {
        "01.ipynb": ["require('fs').writeFileSync('pid', String(process.pid));", "while (true) {}"],
      });
      const pidFile = path.join(made, "pid");
      const running = lowrank(["run", "01.ipynb"], made, {
        onOutput: (_, kill) => {
          const timer = setInterval(() => {
            if (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") return;
            clearInterval(timer);
            setTimeout(() => kill(signal), 300);
          }, 50);
        },
      });
      const { code, stderr } = await running;
      assert.equal(code, 130);
      assert.match(stderr, /interrupted: the kernels have been ended/);
      assert.throws(() => process.kill(Number(readFileSync(pidFile, "utf8")), 0), {
        code: "ESRCH",
      });
      assert.equal(existsSync(path.join(made, ".lowrank/executed/01.ipynb")), false);
    },
  );
}

test("lowrank kernel install --prefix writes the kernelspec there and prints its folder", async () => {
  const prefix = path.join(folder, "prefix");
  const { code, stdout } = await lowrank(["kernel", "install", "--prefix", prefix]);
  const installed = path.join(prefix, "share", "jupyter", "kernels", "lowrank");
  assert.deepEqual(
    [code, stdout],
    [0, `kernel "TypeScript (Lowrank)" installed in ${installed}\n`],
  );
  const { argv } = JSON.parse(readFileSync(path.join(installed, "kernel.json"), "utf8")) as {
    argv: string[];
  };
  assert.deepEqual(argv.slice(2), ["kernel", "--connection-file", "{connection_file}"]);
});

test("lowrank book makes pages, lowrank serve serves them until Ctrl-C", async () => {
  const made = makeFolder("book", { "notebooks/01-first.ipynb": ["1"] });
  const built = await lowrank(["book", "--out", "site", "--title", "My book"], made);
  assert.deepEqual([built.code, built.stderr], [0, ""]);
  assert.match(readFileSync(path.join(made, "site/index.html"), "utf8"), /My book/);
  let page: Promise<string> | undefined;
  const served = await lowrank(["serve", "site", "--port", "0"], made, {
    onOutput: (stdout, kill) => {
      const url = /http:\/\/\S+/.exec(stdout)?.[0];
      page ??=
        url === undefined
          ? undefined
          : fetch(url)
              .then((response) => response.text())
              .finally(() => kill("SIGINT"));
    },
  });
  assert.equal(served.code, 0);
  assert.match((await page) ?? "", /My book/);
});

test("lowrank start --no-serve builds the book of what the notebooks hold, runs none and ends", async () => {
  const made = makeFolder("start", {
    "notebooks/01-first.ipynb": ["require('fs').writeFileSync('ran', '')"],
  });
  const { code, stdout, stderr } = await lowrank(["start", "--no-serve"], made);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^built \.lowrank\/book: 3 pages/);
  assert.match(
    readFileSync(path.join(made, ".lowrank/book/01-first.html"), "utf8"),
    /writeFileSync/,
  );
  assert.ok(!existsSync(path.join(made, "notebooks/ran")));
});

test("lowrank start --run --no-serve runs what changed, builds the book and ends", async () => {
  const made = makeFolder("start-run", { "notebooks/01-first.ipynb": ["40 + 2"] });
  const first = await lowrank(["start", "--run", "--no-serve"], made);
  assert.deepEqual([first.code, first.stderr], [0, ""]);
  assert.match(readFileSync(path.join(made, ".lowrank/book/01-first.html"), "utf8"), /42/);
  assert.match((await lowrank(["start", "--run", "--no-serve"], made)).stdout, /up to date/);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(
    `${signal} ends lowrank start with code 0`,
    { skip: process.platform === "win32" },
    async () => {
      const made = makeFolder(`start-${signal}`, { "notebooks/01-first.ipynb": ["1"] });
      const { code, stdout } = await lowrank(["start", "--port", "0"], made, {
        onOutput: (text, kill) => void (text.includes("Ctrl-C ends it") && kill(signal)),
      });
      assert.equal(code, 0);
      assert.match(stdout, /^Lowrank is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43} /m);
    },
  );
}

test("where the kernel's sockets cannot be loaded, lowrank start says so and serves the pages to read", async () => {
  const made = makeFolder("no-sockets", { "notebooks/01-first.ipynb": ["1"] });
  const hook = path.join(made, "hook.cjs");
  writeFileSync(
    hook,
    `const { Module } = require("module"); const load = Module._load; Module._load = (name, ...rest) => { if (name === "zeromq") throw new Error("no binary for this platform\\nRequire stack"); return load(name, ...rest); };`,
  );
  const { code, stdout } = await lowrank(["start", "--port", "0"], made, {
    env: { NODE_OPTIONS: `--require "${hook}"` },
    onOutput: (text, kill) => void (text.includes("Ctrl-C ends it") && kill("SIGINT")),
  });
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Cells cannot run here: no binary for this platform\. The pages can be read\.$/m,
  );
  assert.match(stdout, /^Lowrank is at http:\/\/127\.0\.0\.1:\d+\/ /m);
});
