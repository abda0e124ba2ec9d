import { homedir } from "node:os";
import path from "node:path";

/**
 * The folder that holds the data sets a reader added: LOWRANK_DATA, else the platform's folder for
 * one user's data.
 *
 * Linux: `$XDG_DATA_HOME/lowrank/datasets`, by default `~/.local/share/lowrank/datasets`; macOS:
 * `~/Library/Application Support/lowrank/datasets`; Windows: `%LOCALAPPDATA%\lowrank\datasets`.
 *
 * Source: XDG Base Directory Specification 0.8, which has relative paths ignored.
 */
export function datasetFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { LOWRANK_DATA, XDG_DATA_HOME, LOCALAPPDATA } = environment;
  if (LOWRANK_DATA) return path.resolve(LOWRANK_DATA);
  return path.join(userDataFolder(platform, XDG_DATA_HOME, LOCALAPPDATA), "lowrank", "datasets");
}

function userDataFolder(
  platform: NodeJS.Platform,
  xdg: string | undefined,
  local: string | undefined,
): string {
  if (platform === "darwin") return path.join(homedir(), "Library", "Application Support");
  if (platform === "win32") return local || path.join(homedir(), "AppData", "Local");
  return xdg && path.isAbsolute(xdg) ? xdg : path.join(homedir(), ".local", "share");
}
