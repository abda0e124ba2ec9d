import { describeValue } from "../base/describeValue";
import { checkStart, decodeFile, readStart, type ReadTableOptions } from "./readRecords";

/** Characters of a line, so that a file without line ends is not taken into memory. */
const longestLine = 2 ** 24;

/**
 * The texts of a file with one JSON object a line: memory does not grow with the file.
 *
 * @param field - name of the field that holds the text
 * @throws Error that names the file, the line and the remedy
 */
export async function* readJsonLines(
  file: string,
  field: string,
  options: Pick<ReadTableOptions, "encoding" | "onBytes">,
): AsyncGenerator<string> {
  checkStart(file, readStart(file));
  let [rest, line] = ["", 0];
  for await (const characters of decodeFile(file, options)) {
    const lines = (rest + characters).split("\n");
    rest = lines.pop() ?? "";
    for (const one of lines) {
      line++;
      const text = readText(one, field, `${file}, line ${line}`);
      if (text !== undefined) yield text;
    }
    if (rest.length > longestLine)
      throw new Error(
        `${file}, line ${line + 1}: longer than ${longestLine} characters; ` +
          "put one object on each line",
      );
  }
  const text = readText(rest, field, `${file}, line ${line + 1}`);
  if (text !== undefined) yield text;
}

/** The field of a line's object; undefined for an empty line. */
function readText(line: string, field: string, place: string): string | undefined {
  const json = line.replace(/^\ufeff/, "").trim();
  if (json === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}; put one JSON object on each line`, {
      cause: error,
    });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${place}: ${describeValue(value)} is no object; put one on each line`);
  const text = (value as Record<string, unknown>)[field];
  if (typeof text === "string") return text;
  throw new Error(
    Object.hasOwn(value, field)
      ? `${place}: the field "${field}" is ${describeValue(text)}; name one with texts by --text`
      : `${place}: there is no field "${field}"; name one of ` +
          `${Object.keys(value)
            .map((name) => `"${name}"`)
            .join(", ")} by --text`,
  );
}
