import { existsSync } from "node:fs";
import type { LaunchOptions } from "playwright-core";

const executablePath = process.env.LOWRANK_CHROMIUM ?? "/usr/bin/chromium";

/** A reason to skip tests that draw, or false where there is a browser. */
export const skipWithoutBrowser = existsSync(executablePath)
  ? false
  : `no browser at ${executablePath}; set LOWRANK_CHROMIUM to a Chromium to draw figures`;

/**
 * How tests start Chromium: without its background traffic, and without a sandbox only where it
 * cannot have one.
 */
export function browserOptions(): LaunchOptions {
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return {
    executablePath,
    args: [
      ...root,
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}
