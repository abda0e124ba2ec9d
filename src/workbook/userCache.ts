import { homedir } from "node:os";
import path from "node:path";

/**
 * Folder for what this program makes once and takes for its own later. It is the user's, not the
 * project's: a folder that came from elsewhere may bring files that only look as if they were made
 * here.
 *
 * `LOWRANK_CACHE`, else Linux: `$XDG_CACHE_HOME/lowrank`, by default `~/.cache/lowrank`; macOS:
 * `~/Library/Caches/lowrank`; Windows: `%LOCALAPPDATA%\lowrank\cache`.
 */
export function userCacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { LOWRANK_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (LOWRANK_CACHE) return path.resolve(LOWRANK_CACHE);
  if (platform === "win32")
    return path.join(LOCALAPPDATA || path.join(homedir(), "AppData", "Local"), "lowrank", "cache");
  if (platform === "darwin") return path.join(homedir(), "Library", "Caches", "lowrank");
  return path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "lowrank");
}
