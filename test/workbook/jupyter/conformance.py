"""The Jupyter project's own conformance suite (Debian: python3-jupyter-kernel-test), run on Lowrank's kernel.

    npm run build && /usr/bin/python3 test/workbook/jupyter/conformance.py -v

It installs the kernelspec into a temporary folder with the command line under test.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
DATA = tempfile.mkdtemp(prefix="lowrank-jupyter-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["JUPYTER_DATA_DIR"] = DATA
os.chdir(PROJECT)
subprocess.run(["node", "src/lowrank/bin/lowrank.js", "kernel", "install"], check=True, stdout=subprocess.DEVNULL)

# Jupyter reads JUPYTER_DATA_DIR when it is imported.
import jupyter_kernel_test  # noqa: E402
import nbformat  # noqa: E402
from jupyter_client.manager import start_new_kernel  # noqa: E402
from nbformat.v4 import new_code_cell, new_notebook  # noqa: E402

HTML = "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>bold</b>', 'text/plain': 'bold' }) })"


class LowrankConformance(jupyter_kernel_test.KernelTests):
    kernel_name = "lowrank"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh no')"
    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "console.tim", "matches": {"time", "timeEnd", "timeLog", "timeStamp"}},
        {"text": "'🙂'.padS", "matches": {"padStart"}},
    ]
    complete_code_samples = [
        "1 + 1",
        "const a: number = 1;",
        "await Promise.resolve(3)",
        "function f<T>(x: T) {\n  return x;\n}",
        "const f = <T>(x: T) => x;",
        "// only a comment",
        "",
    ]
    incomplete_code_samples = [
        "function f(",
        "if (true) {",
        "const a = [1,\n  2,",
        "const text = `abc",
        "/* open",
        "1 +",
        "for (const x of [1]) {\n  if (x) {\n  }",
    ]
    invalid_code_samples = ["const const = 1", "1 +* 2", "'open", "}"]
    code_page_something = "Math.hypot?"
    code_generate_error = "throw new Error('expected')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "[1, 2].map((x: number) => x * 2)", "result": "[ 2, 4 ]"},
        {"code": "await Promise.resolve(1 + 41)", "result": "42"},
        {"code": HTML, "mime": "text/html", "result": "<b>bold</b>"},
        {"code": "[{ a: 1 }, { a: 2 }]", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "import { display } from 'tslab'; display.png(new Uint8Array([137, 80]))", "mime": "image/png"},
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console.log"
    code_clear_output = "console.clear()"


class JupyterClient(unittest.TestCase):
    """What jupyter_client and nbconvert do with the kernel beyond the suite."""

    def execute(self, sources, *options):
        folder = Path(tempfile.mkdtemp(dir=DATA))
        source, target = folder / "in.ipynb", folder / "out.ipynb"
        spec = {"name": "lowrank", "display_name": "TypeScript (Lowrank)", "language": "typescript"}
        notebook = new_notebook(cells=[new_code_cell(s) for s in sources], metadata={"kernelspec": spec})
        nbformat.write(notebook, source)
        command = ["/usr/bin/jupyter", "nbconvert", "--to", "notebook", "--execute", *options, str(source)]
        done = subprocess.run([*command, "--output", str(target)], capture_output=True, text=True, timeout=120)
        return done, nbformat.read(target, 4) if target.exists() else None

    def test_nbconvert_executes_a_notebook(self):
        done, notebook = self.execute(
            ["const a: number = 40;", "console.log('printed');\na + 2", "[{ a: 1 }]", "await new Promise((r) => setTimeout(r, 50));"]
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        nbformat.validate(notebook)
        printed, result = notebook.cells[1].outputs
        self.assertEqual((printed.name, printed.text), ("stdout", "printed\n"))
        self.assertEqual((result.output_type, result.data["text/plain"], result.execution_count), ("execute_result", "42", 2))
        self.assertIn("<table>", notebook.cells[2].outputs[0].data["text/html"])
        self.assertEqual(notebook.cells[3].outputs, [])

    def test_nbconvert_stops_at_an_error_and_names_it(self):
        done, notebook = self.execute(["1", "\nthrow new RangeError('too far')", "2"])
        self.assertNotEqual(done.returncode, 0)
        self.assertIsNone(notebook)
        self.assertIn("RangeError: too far", done.stderr)
        self.assertIn("cell-2.ts:2", done.stderr)

    def test_nbconvert_allow_errors_runs_what_follows(self):
        done, notebook = self.execute(["const x: number = 'no'", "'ran'"], "--allow-errors")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(notebook.cells[0].outputs[0].ename, "TypeScriptError")
        self.assertEqual(notebook.cells[1].outputs[0].data["text/plain"], "'ran'")

    def test_a_forgotten_rejection_stops_nbconvert(self):
        done, _ = self.execute(["Promise.reject(new Error('forgotten'));", "1"])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("forgotten", done.stderr)

    def test_interrupt_restart_and_shutdown(self):
        manager, client = start_new_kernel(kernel_name="lowrank")
        try:
            pid = manager.provisioner.pid
            client.execute("console.log('begun'); while (true) {}")
            while True:
                message = client.get_iopub_msg(timeout=20)
                if message["header"]["msg_type"] == "stream":
                    break
            manager.interrupt_kernel()
            reply = client.get_shell_msg(timeout=20)
            while reply["header"]["msg_type"] != "execute_reply":
                reply = client.get_shell_msg(timeout=20)
            self.assertEqual(reply["content"]["ename"], "Interrupted")
            manager.restart_kernel()
            self.assertNotEqual(manager.provisioner.pid, pid)
            client.wait_for_ready(timeout=60)
            reply = client.execute("1", reply=True, timeout=20)
            self.assertEqual(reply["content"]["execution_count"], 1)
            last = manager.provisioner.pid
        finally:
            client.stop_channels()
            manager.shutdown_kernel()
        for gone in (pid, last):
            with self.assertRaises(ProcessLookupError):
                os.kill(gone, 0)


if __name__ == "__main__":
    unittest.main()
