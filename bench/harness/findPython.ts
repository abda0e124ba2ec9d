import { execFileSync } from "node:child_process";

/**
 * The interpreter that runs the peers, with the versions of what it has, or the reason why it
 * cannot.
 */
export interface Python {
  readonly path: string;
  readonly versions: Readonly<Record<string, string>>;
  /** What it has of the peers that need more than scikit-learn and SciPy. */
  readonly packages: ReadonlySet<string>;
  readonly missing?: string;
}

const question = `
import importlib.util, json, platform, numpy, scipy, sklearn, threadpoolctl
from importlib.metadata import version
more = {"primme": "primme", "torch": "torch", "sklearnex": "scikit-learn-intelex"}
found = {package: version(name) for package, name in more.items() if importlib.util.find_spec(package)}
blas = [library["internal_api"] + " " + str(library["version"]) for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]
print(json.dumps({"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "blas": ", ".join(sorted(set(blas))), "more": found}))
`;

/** Asks an interpreter for scikit-learn and SciPy. */
export function findPython(path: string): Python {
  try {
    const { more, ...versions } = JSON.parse(
      execFileSync(path, ["-c", question], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
    ) as Record<string, string> & { more: Record<string, string> };
    return { path, versions: { ...versions, ...more }, packages: new Set(Object.keys(more)) };
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const reason =
      code === "ENOENT" ? `no ${path}` : (stderr ?? String(error)).trim().split("\n").pop();
    return {
      path,
      versions: {},
      packages: new Set(),
      missing: `not installed (${reason}): apt-get install python3-sklearn`,
    };
  }
}
