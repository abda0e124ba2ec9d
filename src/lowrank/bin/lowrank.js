#!/usr/bin/env node
"use strict";
// Committed, so that npm links the command before anything is built.
const { existsSync } = require("node:fs");
const path = require("node:path");

const program = path.join(__dirname, "..", "dist", "cli.js");
if (existsSync(program)) {
  require(program);
} else {
  console.error(
    `lowrank: ${program} is missing, because this clone is not built yet; build it: npm run build`,
  );
  process.exitCode = 1;
}
