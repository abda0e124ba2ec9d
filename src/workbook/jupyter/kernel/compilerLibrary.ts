import type * as TypeScript from "@tslab/typescript-for-tslab";
import type * as TslabConverter from "tslab/dist/converter";
import { writeOutEarlierNames } from "./earlierNames";
import { withOwnTypes } from "./ownPackages";
import { requireFromTslab, ts } from "./tslabCompiler";

/** Receives the text and the source map of a transpiled module. */
let onTranspiled: ((input: string, map: string) => void) | undefined;

/**
 * tslab's converter, made to keep source maps, to get every name of an earlier cell right and to
 * find Lowrank's own package.
 *
 * The converter compiles a cell twice (TypeScript → ES module → CommonJS) and asks for no maps. It
 * gets a copy of the compiler's exports in which the two functions that it compiles with do more;
 * everything else is unchanged.
 */
const converterLibrary = loadConverter();

function loadConverter(): typeof TslabConverter {
  const file = requireFromTslab.resolve("@tslab/typescript-for-tslab");
  const module = require.cache[file]!;
  module.exports = { ...ts, createWatchCompilerHost, transpileModule };
  try {
    return requireFromTslab("tslab/dist/converter") as typeof TslabConverter;
  } finally {
    module.exports = ts;
  }
}

function createWatchCompilerHost(...args: unknown[]): unknown {
  const [files, options, system, ...rest] = args as [
    string[],
    TypeScript.CompilerOptions,
    TypeScript.System,
    ...unknown[],
  ];
  const create = ts.createWatchCompilerHost as (...all: unknown[]) => CellHost;
  const host = create(
    files,
    { ...options, inlineSourceMap: true },
    withOwnTypes(system, process.cwd()),
    ...rest,
  );
  const { createProgram } = host;
  host.createProgram = (...parts) => withEarlierNames(createProgram(...parts));
  return host;
}

type CellBuilder = TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;
type CellHost = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<CellBuilder>;

function withEarlierNames(builder: CellBuilder): CellBuilder {
  const emit = builder.emit.bind(builder);
  builder.emit = (file, write, token, onlyDeclarations, transformers) => {
    const before = [writeOutEarlierNames(builder.getProgram().getTypeChecker())];
    return emit(file, write, token, onlyDeclarations, { ...transformers, before });
  };
  return builder;
}

function transpileModule(
  input: string,
  options: TypeScript.TranspileOptions,
): TypeScript.TranspileOutput {
  const compilerOptions = { ...options.compilerOptions, sourceMap: true };
  const output = ts.transpileModule(withoutMap(input), { ...options, compilerOptions });
  onTranspiled?.(input, output.sourceMapText!);
  return { ...output, outputText: withoutMap(output.outputText) };
}

const mapComment = /\n?\/\/# sourceMappingURL=(\S*)\s*$/;

function withoutMap(text: string): string {
  return text.replace(mapComment, "");
}

/** The two maps of a cell's way: TypeScript → ES module, ES module → CommonJS. */
export interface CellMaps {
  toModule: object;
  toCommonJs: object;
}

/** Runs the converter on a cell and hands back its result with the maps of the cell itself. */
export function convertWithMaps(
  converter: TslabConverter.Converter,
  previous: string,
  source: string,
): { result: TslabConverter.ConvertResult; maps: CellMaps | undefined } {
  let maps: CellMaps | undefined;
  onTranspiled = (input, map) => {
    const inline = mapComment.exec(input)?.[1];
    const base64 = inline?.slice(inline.indexOf(",") + 1);
    // The cell comes last; imported .ts files of the folder come before it.
    if (base64) maps = { toModule: parseBase64(base64), toCommonJs: JSON.parse(map) as object };
  };
  try {
    return { result: converter.convert(previous, source), maps };
  } finally {
    onTranspiled = undefined;
  }
}

function parseBase64(text: string): object {
  return JSON.parse(Buffer.from(text, "base64").toString("utf8")) as object;
}

export const createConverter = converterLibrary.createConverter;
