import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { formatBytes } from "../../../src/lowrank/base/formatBytes";
import { formatCatalogue } from "../../../src/workbook/cli/dataList";
import { loadDataset } from "../../../src/workbook";
import { readCatalogue } from "../../../src/workbook/sets/catalogue";
import { startFaultServer, type Served } from "../sets/faultServer";
import { sharedRawFiles, withoutShared } from "../sets/sharedRawFiles";
import { command } from "../../paths";

const root = mkdtempSync(path.join(tmpdir(), "lowrank-data-"));
after(() => rmSync(root, { recursive: true }));
const cli = command;
const catalogue = readCatalogue();
let count = 0;
const newFolder = (): string => path.join(root, String(count++));

const listAll = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** Signal to send once the first file has begun to come. */
  kill?: NodeJS.Signals;
  /** Command to put in front. */
  shell?: string;
}

/** Runs `lowrank data …` with its sets in a folder. */
function data(
  args: readonly string[],
  folder: string,
  { kill, shell }: RunOptions = {},
): Promise<Ended> {
  const command = [process.execPath, cli, "data", ...args];
  const [program, ...rest] =
    shell === undefined ? command : ["bash", "-c", `${shell}; exec "$@"`, "bash", ...command];
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      cwd: root,
      env: { ...process.env, LOWRANK_DATA: folder, LOWRANK_DEBUG: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      ended.stdout += text;
      if (kill !== undefined && text.includes("get  ")) child.kill(kill);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.stderr += text));
    child.once("close", (code) => resolve({ code, ...ended }));
  });
}

/** The shared sets as a mirror serves them, with faults by path. */
function shared(
  names: readonly string[],
  faults: Record<string, Partial<Served>> = {},
): Map<string, Served> {
  const served = new Map<string, Served>();
  for (const entry of catalogue.filter(({ name }) => names.includes(name))) {
    for (const [file, bytes] of sharedRawFiles(entry))
      served.set(`${entry.name}/${file}`, { bytes, ...faults[`${entry.name}/${file}`] });
  }
  return served;
}

for (const command of [[], ["get"], ["show"], ["remove"]]) {
  test(`lowrank data ${[...command, "--help"].join(" ")} describes it and ends with an example`, async () => {
    const { code, stdout, stderr } = await data([...command, "--help"], newFolder());
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, new RegExp(`^Usage: ${["lowrank", "data", ...command].join(" ")} `));
    assert.match(stdout, /\nExample:\n {2}\$ lowrank data/);
  });
}

test("lowrank data lists every set with what it shows, counts, licence, source, length and checksum", async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await data([], folder);
  assert.deepEqual([code, stderr], [0, ""]);
  for (const { name, documents, licence, contents } of catalogue) {
    const row = stdout.split("├").find((one) => one.includes(`│ ${name} `)) ?? "";
    for (const fact of [
      documents.toLocaleString("en"),
      licence.split(" (")[0],
      contents?.sha256.slice(0, 12) ?? "of 4 files",
      " no ",
    ])
      assert.ok(row.includes(fact), `${name}: ${fact}\n${row}`);
  }
  assert.ok(stdout.includes(`Folder: ${folder}`));
  assert.equal(existsSync(folder), false, "a list makes no folder");
});

test("the list fits a narrow terminal, without the details", async () => {
  for (const width of [80, 116, 160]) {
    const table = await formatCatalogue(catalogue, (name) => name === "subj", {
      width,
      color: false,
    });
    assert.ok(
      table.split("\n").every((line) => line.length <= width),
      `${width}`,
    );
    assert.equal(table.includes("sha256"), width >= 116);
    assert.equal([...table.matchAll(/│ yes /g)].length, 1);
  }
});

test("lowrank data show prints addresses and checksums in full", async () => {
  const { code, stdout } = await data(["show", "mnist", "banking77"], newFolder());
  assert.equal(code, 0);
  assert.match(
    stdout,
    /https:\/\/storage\.googleapis\.com\/cvdf-datasets\/mnist\/t10k-labels-idx1-ubyte\.gz\n +4,542 bytes, SHA-256 f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6, quoted, not measured/,
  );
  assert.match(
    stdout,
    /banking_data\/test\.csv\n +239,961 bytes, SHA-256 d12d6e3bc4c3103966ae786dc435913c0c563dfa328f5a3646d0e62cfeeb474d, measured on the file/,
  );
  assert.match(stdout, /installed {2}no: lowrank data get mnist/);
});

test("lowrank data names the command that was meant, and the sets there are", async () => {
  const folder = newFolder();
  const mistyped = await data(["snips7"], folder);
  assert.deepEqual(
    [mistyped.code, mistyped.stderr],
    [1, "lowrank: unknown command 'data snips7'; did you mean 'lowrank data get snips7'?\n"],
  );
  for (const command of ["get", "show", "remove"]) {
    const { code, stderr } = await data([command, "subj", "../subj"], folder);
    assert.equal(code, 1);
    assert.match(stderr, /^lowrank: no data set "\.\.\/subj"; choose from snips7, sms-spam, /);
  }
  assert.deepEqual(listAll(folder), []);
});

test(
  "lowrank data get brings the shared sets, from which loadDataset loads the catalogue's counts",
  { skip: withoutShared },
  async () => {
    const folder = newFolder();
    // Of mnist no files are at hand, and those of snips7, put back together from a table, are not
    // the source's byte for byte.
    const names = catalogue
      .map(({ name }) => name)
      .filter((name) => name !== "mnist" && name !== "snips7");
    const server = await startFaultServer(shared(names));
    const { code, stdout, stderr } = await data(
      ["get", ...names, "--from", server.address],
      folder,
    );
    await server.close();
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(readdirSync(folder).sort(), [...names].sort());
    const lines = stdout.split("\n");
    assert.ok(lines.includes("     verified: SHA-256 of 2 of 2 files and of the contents"));
    assert.match(
      stdout,
      /ok {3}digits8x8: 1,797 documents in .*\n.*SHA-256 of 0 of 1 file and of the contents\n +digits\.csv\.gz: 57,512 bytes, SHA-256 [0-9a-f]{64} \(measured now; the catalogue knows none\)/,
    );
    const loaded = [
      loadDataset("sms-spam", { folder }),
      loadDataset("youtube-spam", { folder }),
      loadDataset("subj", { folder }),
      loadDataset("rt-polarity", { folder }),
      loadDataset("banking77", { folder }),
      loadDataset("sib200", { folder }),
      loadDataset("digits8x8", { folder }).labels,
    ];
    assert.deepEqual(
      loaded.map(({ length }) => length),
      [5574, 1956, 10000, 10662, 13083, 1004, 1797],
    );
    assert.equal(loadDataset("sms-spam", { folder, dropDuplicates: true }).length, 5574 - 414);
    const again = await data(["get", "subj"], folder);
    assert.deepEqual(
      [again.code, again.stdout],
      [0, "ok   subj is installed already; to get it anew: lowrank data remove subj\n"],
    );
    assert.match((await data([], folder)).stdout, /│ subj .* yes /);
    const removed = await data(["remove", "subj", "mnist"], folder);
    assert.deepEqual([removed.code, removed.stdout], [0, "removed subj\nmnist is not installed\n"]);
    assert.equal(existsSync(path.join(folder, "subj")), false);
  },
);

test(
  "lowrank data get goes on with the other sets after one that fails, and exits with 1",
  { skip: withoutShared },
  async () => {
    const folder = newFolder();
    const server = await startFaultServer(
      shared(["subj", "rt-polarity"], { "subj/subj.objective": { status: 404 } }),
    );
    const { code, stdout, stderr } = await data(
      ["get", "subj", "rt-polarity", "--from", server.address],
      folder,
    );
    await server.close();
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^fail subj: no file at http:.*subj\.objective \(404\); the source may have moved: look for a newer Lowrank, or name a mirror with --from\n$/,
    );
    assert.match(stdout, /ok {3}rt-polarity: 10,662 documents/);
    assert.deepEqual(listAll(folder), ["rt-polarity", "rt-polarity/dataset.json"]);
  },
);

test(
  "two processes that get the same set at once leave one whole set",
  { skip: withoutShared },
  async () => {
    const folder = newFolder();
    const server = await startFaultServer(shared(["banking77"]));
    const ended = await Promise.all(
      [1, 2, 3].map(() => data(["get", "banking77", "--from", server.address], folder)),
    );
    await server.close();
    assert.deepEqual(
      ended.map(({ code, stderr }) => [code, stderr]),
      ended.map(() => [0, ""]),
    );
    assert.deepEqual(listAll(folder), ["banking77", "banking77/dataset.json"]);
    assert.equal(loadDataset("banking77", { folder }).length, 13083);
  },
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(
    `${signal} in the middle of lowrank data get installs nothing and leaves nothing`,
    { skip: process.platform === "win32" },
    async () => {
      const folder = newFolder();
      const served = { bytes: Buffer.alloc(100_000, "a"), stallAfter: 60_000 };
      const server = await startFaultServer(new Map([["youtube-spam/Youtube01-Psy.csv", served]]));
      const { code, stderr } = await data(
        ["get", "youtube-spam", "--from", server.address],
        folder,
        { kill: signal },
      );
      await server.close();
      assert.equal(
        stderr,
        "interrupted: nothing of youtube-spam was installed; run the same command again\n",
      );
      assert.equal(code, 130);
      assert.deepEqual(listAll(folder), []);
    },
  );
}

test(
  "lowrank data get on a disk without room says so and leaves nothing",
  { skip: process.platform !== "linux" ? "needs a limit on the size of files" : withoutShared },
  async () => {
    const folder = newFolder();
    const server = await startFaultServer(shared(["banking77"]));
    const { code, stderr } = await data(["get", "banking77", "--from", server.address], folder, {
      shell: "ulimit -f 100",
    });
    await server.close();
    assert.equal(
      stderr,
      `fail banking77: no room for banking77 in ${folder} (EFBIG); nothing was installed. Free some space, or name another folder in LOWRANK_DATA\n`,
    );
    assert.equal(code, 1);
    assert.deepEqual(listAll(folder), []);
  },
);

test("formatBytes takes the unit that suits", () => {
  assert.deepEqual([0, 999, 1000, 57_512, 11_594_816, 2_500_000_000].map(formatBytes), [
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "57.5 kB",
    "11.6 MB",
    "2.5 GB",
  ]);
});
