import type { Browser, BrowserType } from "playwright-core";

/**
 * Loads the package that drives a browser. It is no dependency, since only pictures need it.
 *
 * @throws Error that says how to install it, where it is missing
 */
export async function loadChromium(): Promise<BrowserType> {
  try {
    return (await import("playwright-core")).chromium;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error(
      "pictures of figures are drawn in a browser, which the package playwright-core drives; install it, it brings no browser along: npm install playwright-core",
      { cause: error },
    );
  }
}

/**
 * Starts a browser without a window. Signals stay the program's own; a sandbox refuses to run as
 * root, as in many containers.
 *
 * @param program path of a Chromium, as findBrowser finds it
 * @throws Error if it does not start
 */
export function startBrowser(chromium: BrowserType, program: string): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    chromiumSandbox: process.getuid?.() !== 0,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
