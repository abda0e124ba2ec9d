import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** Which peers in Python take part. */
export const peerChoices = ["installed", "latest", "latest-torch"] as const;
export type PeerChoice = (typeof peerChoices)[number];

const locks = path.join(__dirname, "..", "..", "..", "bench", "peers");

/**
 * The interpreter that runs the peers: the one that is given, or that of a virtual environment with
 * the versions of `bench/peers/lock*.txt`, made on the first call under `LOWRANK_BENCH_HOME`, by
 * default `~/.cache/lowrank-bench`. Where it cannot be made, says why and gives the installed one.
 */
export function choosePeers(
  which: PeerChoice,
  installed: string,
  home = process.env.LOWRANK_BENCH_HOME ?? path.join(homedir(), ".cache", "lowrank-bench"),
): string {
  if (which === "installed") return installed;
  const files = ["lock.txt", ...(which === "latest-torch" ? ["lock-torch.txt"] : [])];
  const wanted = files.map((name) => path.join(locks, name));
  const folder = path.join(home, which);
  const python = path.join(folder, "bin", "python");
  // Written last: an environment without it, or of other versions, is not whole.
  const mark = path.join(folder, "lowrank-lock.txt");
  const versions = wanted.map((file) => readFileSync(file, "utf8")).join("");
  if (existsSync(mark) && readFileSync(mark, "utf8") === versions) return python;
  try {
    console.error(`making ${folder} with the versions of ${files.join(" and ")}`);
    mkdirSync(home, { recursive: true });
    const silent = { stdio: ["ignore", "ignore", "inherit"] as const };
    execFileSync("python3", ["-m", "venv", "--clear", folder], { stdio: [...silent.stdio] });
    const requirements = wanted.flatMap((file) => ["--requirement", file]);
    execFileSync(python, ["-m", "pip", "install", "--quiet", ...requirements], {
      stdio: [...silent.stdio],
    });
    writeFileSync(mark, versions);
    return python;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.error(
      `the latest peers could not be installed (${reason}); going on with those of ${installed}`,
    );
    return installed;
  }
}
