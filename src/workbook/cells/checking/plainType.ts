import ts from "typescript";

const plain =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.Void |
  ts.TypeFlags.ESSymbol |
  ts.TypeFlags.String |
  ts.TypeFlags.Number |
  ts.TypeFlags.Boolean |
  ts.TypeFlags.BigInt |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.StringLiteral |
  ts.TypeFlags.NumberLiteral |
  ts.TypeFlags.BooleanLiteral |
  ts.TypeFlags.BigIntLiteral;

/** Characters of a type that is kept as text. */
const longest = 500;

/**
 * The text of a type that consists of primitive types, literals, arrays, tuples and records of
 * them; undefined for any other, whose text could mean something else elsewhere.
 *
 * A name whose type is known as text needs its cell no more: sources do not pile up, nor chains of
 * cells that a type is inferred through.
 */
export function plainType(type: ts.Type, checker: ts.TypeChecker): string | undefined {
  if (!isPlain(type, checker, 4)) return undefined;
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
  const text = checker.typeToString(type, undefined, flags);
  return text.length <= longest ? text : undefined;
}

function isPlain(type: ts.Type, checker: ts.TypeChecker, depth: number): boolean {
  if (depth === 0 || type.aliasSymbol) return false;
  if (type.flags & ts.TypeFlags.EnumLike) return false;
  if (type.flags & plain) return true;
  if (type.isUnion()) return type.types.every((part) => isPlain(part, checker, depth));
  if (!(type.flags & ts.TypeFlags.Object)) return false;
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const parts = checker.getTypeArguments(type as ts.TypeReference);
    return parts.every((part) => isPlain(part, checker, depth - 1));
  }
  const { objectFlags, symbol } = type as ts.ObjectType;
  if (!(objectFlags & ts.ObjectFlags.Anonymous) || !symbol) return false;
  if (!(symbol.flags & (ts.SymbolFlags.ObjectLiteral | ts.SymbolFlags.TypeLiteral))) return false;
  if (checker.getIndexInfosOfType(type).length > 0) return false;
  if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) return false;
  return type
    .getProperties()
    .every(
      (property) =>
        /^[\w$]+$/.test(property.name) &&
        !(property.flags & (ts.SymbolFlags.Accessor | ts.SymbolFlags.Method)) &&
        isPlain(checker.getTypeOfSymbol(property), checker, depth - 1),
    );
}
