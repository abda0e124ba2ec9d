// The pages' fonts, beside the compiled modules that read them: a text face, one for headings and
// buttons, one for code, and a Chinese one cut down to the characters that the workbook uses.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";
import { root, writeWhole } from "./paths.mjs";
import { hashFiles } from "./stamp.mjs";

const target = path.join(root, "dist", "src", "workbook", "book", "fonts");
const stampFile = path.join(root, "dist", ".fonts");
const packages = path.join(root, "node_modules", "@fontsource-variable");

// Scripts of the workbook's texts and formulas: a file each, which a browser loads when a page
// holds a character of it.
const scripts = ["latin", "latin-ext", "greek"];
const faces = [
  { font: "source-serif-4", sheets: ["wght.css", "wght-italic.css"] },
  { font: "source-sans-3", sheets: ["wght.css"] },
  { font: "source-code-pro", sheets: ["wght.css"] },
];
const chinese = "noto-sans-sc";

/** Makes the fonts and their style sheets, unless they stand already. */
export async function makeFonts() {
  const characters = usedCharacters(chineseTexts());
  const own = fileURLToPath(import.meta.url);
  const stamp = `${hashFiles([own, path.join(root, "package-lock.json")])} ${characters.join(" ")}`;
  const stands = existsSync(target) && existsSync(stampFile);
  if (stands && readFileSync(stampFile, "utf8") === stamp) return;
  const out = `${target}.new`;
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const font of [chinese, ...faces.map((face) => face.font)])
    cpSync(path.join(packages, font, "LICENSE"), path.join(out, `${font}-LICENSE.txt`));
  writeWhole(path.join(out, "fonts.css"), copyFaces(out));
  writeWhole(path.join(out, "fonts-zh-CN.css"), await cutChinese(characters, out));
  rmSync(target, { recursive: true, force: true });
  renameSync(out, target);
  writeWhole(stampFile, stamp);
}

/** Copies the files of the scripts in use; returns their rules. */
function copyFaces(out) {
  const rules = faces.flatMap(({ font, sheets }) =>
    sheets.flatMap((sheet) => readRules(font, sheet)),
  );
  const used = rules.filter(({ font, name }) =>
    scripts.some((script) => name.startsWith(`${font}-${script}-wght-`)),
  );
  for (const { font, name } of used) cpSync(fontFile(font, name), path.join(out, `${name}.woff2`));
  return used.map(({ rule }) => rule).join("\n");
}

/** Cuts each slice of the Chinese font down to `characters`; returns the rules of those in use. */
async function cutChinese(characters, out) {
  const rules = [];
  for (const { font, name, rule, ranges } of readRules(chinese, "wght.css")) {
    const own = characters.filter((code) =>
      ranges.some(([from, to]) => code >= from && code <= to),
    );
    if (own.length === 0) continue;
    const whole = readFileSync(fontFile(font, name));
    const cut = await subsetFont(whole, String.fromCodePoint(...own), { targetFormat: "woff2" });
    writeWhole(path.join(out, `${name}.woff2`), cut);
    const listed = own.map((code) => `U+${code.toString(16)}`).join(",");
    rules.push(rule.replace(/unicode-range:[^;]*/, `unicode-range: ${listed}`));
  }
  return rules.join("\n");
}

/** The rules of a package's style sheet, one a file, with the ranges of characters that each holds. */
function readRules(font, sheet) {
  const text = readFileSync(path.join(packages, font, sheet), "utf8");
  return [...text.matchAll(/@font-face \{[^}]*\}/g)].map(([whole]) => {
    const name = /files\/([^)]*)\.woff2/.exec(whole)[1];
    const rule = whole.replace("./files/", "").replace("woff2-variations", "woff2");
    const ranges = [...whole.matchAll(/U\+([\da-f]+)(?:-([\da-f]+))?/gi)].map(([, from, to]) =>
      [from, to ?? from].map((code) => parseInt(code, 16)),
    );
    return { font, name, rule, ranges };
  });
}

function fontFile(font, name) {
  return path.join(packages, font, "files", `${name}.woff2`);
}

/** Files that hold the workbook's Chinese: its notebooks, and the words of pages and figures. */
function chineseTexts() {
  const notebooks = path.join(root, "notebooks", "zh-CN");
  const sources = ["workbook", "lowrank"].flatMap((half) =>
    readdirSync(path.join(root, "src", half), { recursive: true, encoding: "utf8" })
      .filter((name) => /[wW]ords\.ts$/.test(name))
      .map((name) => path.join(root, "src", half, name)),
  );
  return [
    ...readdirSync(notebooks)
      .filter((name) => name.endsWith(".ipynb"))
      .sort()
      .map((name) => path.join(notebooks, name)),
    ...sources.sort(),
  ];
}

/** Code points beyond the Latin scripts, sorted; those of outputs too. */
function usedCharacters(files) {
  const used = new Set();
  for (const file of files)
    for (const character of readFileSync(file, "utf8")) {
      const code = character.codePointAt(0);
      if (code >= 0x2000) used.add(code);
    }
  return [...used].sort((a, b) => a - b);
}
