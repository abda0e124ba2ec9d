import { format, inspect } from "node-inspect-extracted";
import { drawTable } from "./consoleTable";

type Write = (name: "stdout" | "stderr", text: string) => void;

/** Node's console over what takes the text. */
export function createConsole(write: Write): Partial<Console> {
  let indent = "";
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  const print = (name: "stdout" | "stderr", text: string): void =>
    write(name, `${text.replace(/^/gm, indent)}\n`);
  const to =
    (name: "stdout" | "stderr") =>
    (...values: unknown[]): void =>
      print(name, format(...values));
  const [log, error] = [to("stdout"), to("stderr")];
  const elapsed = (label: string): string => {
    const milliseconds = performance.now() - (timers.get(label) ?? performance.now());
    return milliseconds >= 1000
      ? `${(milliseconds / 1000).toFixed(3)}s`
      : `${Number(milliseconds.toFixed(3))}ms`;
  };
  const group = (...values: unknown[]): void => {
    if (values.length > 0) log(...values);
    indent += "  ";
  };
  return {
    log,
    info: log,
    debug: log,
    error,
    warn: error,
    group,
    groupCollapsed: group,
    groupEnd: () => void (indent = indent.slice(2)),
    dir: (value: unknown, options?: object) =>
      print("stdout", inspect(value, { customInspect: false, ...options })),
    trace: (...values) => print("stderr", `Trace: ${format(...values)}`),
    assert: (condition?: boolean, ...values: unknown[]) => {
      if (!condition)
        error(values.length > 0 ? `Assertion failed: ${format(...values)}` : "Assertion failed");
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => void timers.set(label, performance.now()),
    timeLog: (label = "default") => log(`${label}: ${elapsed(label)}`),
    timeEnd: (label = "default") => {
      log(`${label}: ${elapsed(label)}`);
      timers.delete(label);
    },
    table: (value: unknown, columns?: string[]) =>
      typeof value === "object" && value !== null
        ? print("stdout", drawTable(value, columns))
        : log(value),
  };
}
