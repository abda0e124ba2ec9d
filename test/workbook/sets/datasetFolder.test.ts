import assert from "node:assert/strict";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { datasetFolder } from "../../../src/workbook/sets/datasetFolder";

test("datasetFolder is LOWRANK_DATA wherever it is set, from the working folder", () => {
  for (const platform of ["linux", "darwin", "win32"] as const)
    assert.equal(datasetFolder({ LOWRANK_DATA: "here" }, platform), path.resolve("here"));
});

test("datasetFolder is the platform's place for one user's data", () => {
  const home = os.homedir();
  assert.equal(datasetFolder({}, "linux"), path.join(home, ".local/share/lowrank/datasets"));
  assert.equal(
    datasetFolder({ LOWRANK_DATA: "", XDG_DATA_HOME: "" }, "linux"),
    path.join(home, ".local/share/lowrank/datasets"),
  );
  assert.equal(
    datasetFolder({ XDG_DATA_HOME: "/data" }, "linux"),
    path.join("/data/lowrank/datasets"),
  );
  assert.equal(
    datasetFolder({ XDG_DATA_HOME: "data" }, "linux"),
    path.join(home, ".local/share/lowrank/datasets"),
    "the specification has relative paths ignored",
  );
  assert.equal(
    datasetFolder({ XDG_DATA_HOME: "/data" }, "darwin"),
    path.join(home, "Library/Application Support/lowrank/datasets"),
  );
  assert.equal(
    datasetFolder({ LOCALAPPDATA: "/Local" }, "win32"),
    path.join("/Local/lowrank/datasets"),
  );
  assert.equal(datasetFolder({}, "win32"), path.join(home, "AppData/Local/lowrank/datasets"));
});
