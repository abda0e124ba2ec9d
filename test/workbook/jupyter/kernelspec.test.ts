import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  realpathSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { installKernelspec, kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import { command } from "../../paths";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-kernelspec-"));
const saved = { ...process.env };
beforeEach(() => {
  for (const name of ["JUPYTER_DATA_DIR", "XDG_DATA_HOME"]) delete process.env[name];
  process.env.HOME = path.join(folder, "home");
});
afterEach(() => {
  process.env = { ...saved };
  rmSync(folder, { recursive: true, force: true });
});

test("kernelCommand() starts this very Node and command line, by absolute paths", () => {
  const [node, cli, ...rest] = kernelCommand();
  assert.equal(node, process.execPath);
  assert.ok(path.isAbsolute(cli) && realpathSync(cli) === realpathSync(command));
  assert.deepEqual(rest, ["kernel", "--connection-file", "{connection_file}"]);
});

test("installKernelspec() writes where JUPYTER_DATA_DIR says", async () => {
  process.env.JUPYTER_DATA_DIR = path.join(folder, "data");
  const installed = await installKernelspec();
  assert.equal(installed, path.join(folder, "data", "kernels", "lowrank"));
  const spec = JSON.parse(readFileSync(path.join(installed, "kernel.json"), "utf8")) as Record<
    string,
    unknown
  >;
  assert.deepEqual(spec.argv, kernelCommand());
  assert.deepEqual(
    [spec.display_name, spec.language, spec.interrupt_mode],
    ["TypeScript (Lowrank)", "typescript", "message"],
  );
  assert.match(readFileSync(path.join(installed, "logo-svg.svg"), "utf8"), /^<svg/);
});

test(
  "installKernelspec() writes where XDG_DATA_HOME says, else below the home folder",
  { skip: process.platform !== "linux" },
  async () => {
    assert.equal(
      await installKernelspec({ user: true }),
      path.join(homedir(), ".local", "share", "jupyter", "kernels", "lowrank"),
    );
    process.env.XDG_DATA_HOME = path.join(folder, "xdg");
    assert.equal(
      await installKernelspec(),
      path.join(folder, "xdg", "jupyter", "kernels", "lowrank"),
    );
  },
);

test("installKernelspec({ prefix }) writes below it, whatever JUPYTER_DATA_DIR says", async () => {
  process.env.JUPYTER_DATA_DIR = path.join(folder, "data");
  const installed = await installKernelspec({ prefix: path.join(folder, "env") });
  assert.equal(installed, path.join(folder, "env", "share", "jupyter", "kernels", "lowrank"));
  assert.ok(!existsSync(path.join(folder, "data")));
});

test("installKernelspec() replaces an older one and leaves nothing beside it", async () => {
  const prefix = path.join(folder, "env");
  const first = await installKernelspec({ prefix });
  rmSync(path.join(first, "kernel.json"));
  const second = await installKernelspec({ prefix });
  assert.deepEqual(readdirSync(path.dirname(second)).sort(), ["lowrank", "lowrank-javascript"]);
  assert.deepEqual(readdirSync(second).sort(), ["kernel.json", "logo-svg.svg"]);
});

test("installKernelspec() writes nbconvert's template for Markdown beside the kernels", async () => {
  const prefix = path.join(folder, "env");
  await installKernelspec({ prefix });
  const template = path.join(prefix, "share/jupyter/nbconvert/templates/lowrank-markdown");
  assert.deepEqual(readdirSync(template).sort(), ["conf.json", "index.md.j2"]);
});

test("installKernelspec({ files }) puts files beside kernel.json", async () => {
  const source = path.join(folder, "source.js");
  mkdirSync(folder, { recursive: true });
  writeFileSync(source, "window.Plotly = {};");
  const installed = await installKernelspec({ prefix: folder, files: { "plotly.min.js": source } });
  assert.deepEqual(readdirSync(installed).sort(), ["kernel.json", "logo-svg.svg", "plotly.min.js"]);
  assert.equal(readFileSync(path.join(installed, "plotly.min.js"), "utf8"), "window.Plotly = {};");
});

test("installKernelspec() that fails keeps the older one and leaves nothing beside it", async () => {
  const installed = await installKernelspec({ prefix: folder });
  await assert.rejects(
    installKernelspec({ prefix: folder, files: { "plotly.min.js": path.join(folder, "none.js") } }),
    /ENOENT.*none\.js/,
  );
  assert.deepEqual(readdirSync(path.dirname(installed)).sort(), ["lowrank", "lowrank-javascript"]);
  assert.deepEqual(readdirSync(installed).sort(), ["kernel.json", "logo-svg.svg"]);
});

test("installKernelspec() names a folder that cannot be made, and what to do", async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "file"), "");
  await assert.rejects(
    installKernelspec({ prefix: path.join(folder, "file") }),
    /cannot make a folder in .*file.share.jupyter.kernels: .*; choose another with JUPYTER_DATA_DIR or --prefix/,
  );
});

test("installKernelspec() refuses user and prefix together", async () => {
  await assert.rejects(
    installKernelspec({ user: true, prefix: folder }),
    /exclude each other; give one of them/,
  );
});
