import { execFileSync } from "node:child_process";

/**
 * The interpreter that runs the peers, with the versions of what it has, or the reason why it
 * cannot.
 */
export interface Python {
  readonly path: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly missing?: string;
}

const question = `
import json, platform, numpy, scipy, sklearn, threadpoolctl
blas = [library["internal_api"] + " " + str(library["version"]) for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]
print(json.dumps({"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "blas": ", ".join(sorted(set(blas)))}))
`;

/** Asks an interpreter for scikit-learn and SciPy. */
export function findPython(path: string): Python {
  try {
    const versions = JSON.parse(
      execFileSync(path, ["-c", question], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
    ) as Record<string, string>;
    return { path, versions };
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const reason =
      code === "ENOENT" ? `no ${path}` : (stderr ?? String(error)).trim().split("\n").pop();
    return {
      path,
      versions: {},
      missing: `not installed (${reason}): apt-get install python3-sklearn`,
    };
  }
}
