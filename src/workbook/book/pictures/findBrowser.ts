import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** Names under which Chromium and its kin lie in a PATH, the freest first. */
const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge",
  "msedge",
];

/** Where installers put them beside the PATH. */
const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: [
    "Google\\Chrome\\Application\\chrome.exe",
    "Microsoft\\Edge\\Application\\msedge.exe",
  ].flatMap((file) =>
    [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA].flatMap(
      (folder) => (folder ? [path.join(folder, file)] : []),
    ),
  ),
};

/**
 * Path of the browser that draws pictures: the one in CHROME_PATH, else a Chromium, Chrome or Edge
 * in the PATH or where installers put it.
 *
 * @throws Error if CHROME_PATH names no program, or there is no such browser
 */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.CHROME_PATH;
  if (given) {
    if (isProgram(given)) return given;
    throw new Error(
      `CHROME_PATH is ${given}, where there is no program; set it to the path of a Chromium or Chrome, or unset it to have one looked for`,
    );
  }
  const endings = process.platform === "win32" ? [".exe"] : [""];
  const folders = (environment.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const inPath = names.flatMap((name) =>
    folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))),
  );
  const found = [...inPath, ...(places[process.platform] ?? [])].find(isProgram);
  if (found === undefined)
    throw new Error(
      "found no Chromium or Chrome to draw the figures' pictures with; install one (Debian: apt-get install chromium), or set CHROME_PATH to its path",
    );
  return found;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // Not there, or not for this user: the next place is looked at.
  }
}
