"""Runs every notebook the way Jupyter does: nbconvert (Debian: jupyter-nbconvert) with Lowrank's kernel, then with stock tslab's.

    npm run build && /usr/bin/python3 test/notebooks/nbclient.py [NOTEBOOK ...]

Every code cell must have run without an error; Lowrank's kernel must show what the notebook holds, and stock tslab's the same, by the
comparison of `lowrank run --check`. Exit code: 0, also where nbconvert is missing; else 1.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TSLAB = {
    "argv": ["node", str(PROJECT / "node_modules/.bin/tslab"), "kernel", "--config-path", "{connection_file}"],
    "display_name": "tslab",
    "language": "typescript",
}
SECONDS_A_CELL = 300


def install_kernels(data):
    """Puts both kernelspecs where the Jupyter of this run looks, and nowhere else."""
    install = ["node", "src/lowrank/bin/lowrank.js", "kernel", "install"]
    subprocess.run(install, check=True, cwd=PROJECT, env={**os.environ, "JUPYTER_DATA_DIR": data}, stdout=subprocess.DEVNULL)
    folder = Path(data, "kernels", "tslab")
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(TSLAB))


class Stopped(Exception):
    """nbconvert gave up; the message has its last lines."""


def execute(notebook, kernel, data):
    """The executed copy's path and the seconds it took."""
    out = Path(data, "executed", kernel)
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", f"--output-dir={out}", str(notebook)]
    command += [f"--ExecutePreprocessor.kernel_name={kernel}", f"--ExecutePreprocessor.timeout={SECONDS_A_CELL}"]
    command += ["--ExecutePreprocessor.startup_timeout=120"]
    started = time.monotonic()
    ended = run_nbconvert(command, data)
    if ended.returncode != 0 and kernel == "tslab" and "Kernel didn't respond" in ended.stderr:
        # Seen once in a dozen starts on a busy machine; nothing of the notebook had run. Lowrank's kernel gets no second chance.
        print(f"{notebook.name:36} stock tslab did not start; once more", flush=True)
        started = time.monotonic()
        ended = run_nbconvert(command, data)
    if ended.returncode != 0:
        cause = ended.stderr.rpartition("nbclient.exceptions.")[2] if "nbclient.exceptions." in ended.stderr else ended.stderr[-300:]
        raise Stopped(f"nbconvert stopped with {kernel}:\n" + "\n".join(cause.splitlines()[-25:]))
    return out / notebook.name, time.monotonic() - started


def run_nbconvert(command, data):
    return subprocess.run(command, env={**os.environ, "JUPYTER_DATA_DIR": data}, capture_output=True, text=True)


def read_cells(notebook):
    return json.loads(notebook.read_text(encoding="utf8"))["cells"]


def faults_of(cells, kernel):
    """Code cells that did not run or ended with an error."""
    for place, cell in code_cells(cells):
        if cell["execution_count"] is None:
            yield f"cell {place} was not run by {kernel}"
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield f"cell {place} ended with {output['ename']}: {output['evalue']} under {kernel}"


def differences(one, other, what):
    """Cells that show one thing in the first copy and another in the second."""
    compare = ["node", str(PROJECT / "dist/test/notebooks/compareExecuted.js"), str(one), str(other)]
    ended = subprocess.run(compare, capture_output=True, text=True)
    if ended.returncode not in (0, 1) or (ended.returncode == 1) != (ended.stdout != ""):
        raise SystemExit(f"the comparison failed:\n{ended.stderr}")
    return [f"{what}:\n{ended.stdout}"] if ended.stdout else []


def code_cells(cells):
    return [(place, cell) for place, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]


def check(notebook, data):
    """Runs one notebook with both kernels, prints a line, and returns what is wrong."""
    try:
        lowrank, own_seconds = execute(notebook, "lowrank", data)
        tslab, stock_seconds = execute(notebook, "tslab", data)
    except Stopped as stop:
        print(f"{notebook.name:36} stopped", flush=True)
        return [f"{notebook.name}: {stop}"]
    own_cells, stock_cells = read_cells(lowrank), read_cells(tslab)
    faults = [
        *faults_of(own_cells, "lowrank"),
        *faults_of(stock_cells, "tslab"),
        *differences(notebook, lowrank, "as committed (expected) and under Lowrank's kernel (found)"),
        *differences(lowrank, tslab, "under Lowrank's kernel (expected) and stock tslab (found)"),
    ]
    verdict = "ok" if not faults else f"{len(faults)} faults"
    count = len(code_cells(own_cells))
    print(f"{notebook.name:36} {count:3} code cells   lowrank {own_seconds:6.1f} s   tslab {stock_seconds:6.1f} s   {verdict}", flush=True)
    return [f"{notebook.name}, {fault}" for fault in faults]


def main(names):
    missing = [name for name in ("nbconvert", "nbclient") if find_spec(name) is None]
    if missing:
        print(f"skipped: {sys.executable} has no {' and no '.join(missing)} (Debian: apt-get install jupyter-nbconvert, then /usr/bin/python3)")
        return 0
    notebooks = [Path(name).resolve() for name in names] or sorted((PROJECT / "notebooks").glob("*.ipynb"))
    if not notebooks:
        raise SystemExit(f"no notebooks in {PROJECT / 'notebooks'}")
    with tempfile.TemporaryDirectory(prefix="lowrank-nbclient-") as data:
        install_kernels(data)
        # A run waits for Python, a kernel's start and single threads half of its time: three at a time fill two cores.
        with ThreadPoolExecutor(max_workers=min((os.cpu_count() or 1) + 1, 4)) as pool:
            faults = [fault for found in pool.map(lambda one: check(one, data), notebooks) for fault in found]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
