/** Says why the bridge is not there, and what to do. */
export function explainStart(python: string, error: Error, said: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  const install = `${python} -m pip install lowrank-dask`;
  if (code === "ENOENT" || code === "EACCES")
    return new Error(
      `the Python ${python} cannot be started (${code}); install Python 3.10 or later, or name ` +
        'the one to use: openCluster(…, { python: "…" }), on the command line --python',
      { cause: error },
    );
  const missing = /No module named '?([\w.]+)'?/.exec(said)?.[1];
  if (missing !== undefined)
    return new Error(
      `${python} has no package ${missing.replaceAll("_", "-")}; install it: ${install}`,
      { cause: error },
    );
  const last = said.trim().split("\n").slice(-5).join("\n");
  return new Error(
    `the bridge to Dask, ${python} -m lowrank_dask, has ended (${error.message})` +
      (last === "" ? "" : `:\n${last}`) +
      "\nOpen the cluster again",
    { cause: error },
  );
}
