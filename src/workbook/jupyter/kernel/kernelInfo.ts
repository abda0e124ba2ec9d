import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { KernelLanguage } from "./kernelspec";
import { packageFolder } from "../../packageFolder";
import { protocolVersion, type Json } from "../wire";

const typescriptInfo = {
  name: "typescript",
  version: ts.version,
  mimetype: "text/typescript",
  file_extension: ".ts",
  pygments_lexer: "typescript",
  // As a name: JupyterLab would read an object's as JavaScript, the classic Notebook knows both.
  codemirror_mode: "typescript",
  nbconvert_exporter: "script",
};

const javascriptInfo = {
  name: "javascript",
  version: process.versions.node,
  mimetype: "text/javascript",
  file_extension: ".js",
  pygments_lexer: "javascript",
  codemirror_mode: "javascript",
  nbconvert_exporter: "script",
};

/** Content of kernel_info_reply. */
export function describeKernel(language: KernelLanguage = "typescript"): Json {
  const version = readVersion();
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "lowrank",
    implementation_version: version,
    banner: `Lowrank ${version}: TypeScript ${ts.version} on Node ${process.versions.node}`,
    debugger: false,
    help_links: [
      { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
      { text: "Node.js API", url: "https://nodejs.org/api/" },
    ],
    language_info: language === "typescript" ? typescriptInfo : javascriptInfo,
  };
}

function readVersion(): string {
  const file = path.join(packageFolder, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
