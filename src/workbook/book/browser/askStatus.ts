import { statusPath } from "../live/protocol";

/**
 * Status of what a server answers to whether this browser may run cells, or undefined where none
 * answers.
 */
export async function askStatus(): Promise<number | undefined> {
  try {
    return (await fetch(statusPath, { cache: "no-store" })).status;
  } catch {
    return undefined; // no server
  }
}
