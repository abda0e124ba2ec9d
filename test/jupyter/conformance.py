"""The Jupyter project's own conformance suite (Debian: python3-jupyter-kernel-test), run on Lowrank's kernel.

    npm run build && /usr/bin/python3 test/jupyter/conformance.py -v

It installs the kernelspec into a temporary folder with the command line under test.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATA = tempfile.mkdtemp(prefix="lowrank-jupyter-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["JUPYTER_DATA_DIR"] = DATA
os.chdir(PROJECT)
subprocess.run(["node", "dist/src/cli.js", "kernel", "install"], check=True, stdout=subprocess.DEVNULL)

import jupyter_kernel_test  # noqa: E402  (Jupyter reads JUPYTER_DATA_DIR when it is imported)

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


if __name__ == "__main__":
    unittest.main()
