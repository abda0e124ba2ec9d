import type * as TypeScript from "@tslab/typescript-for-tslab";
import { ts } from "./tslabCompiler";

/** File in which tslab's converter declares what earlier cells left behind. */
const earlierCells = "__prev__.d.ts";

/**
 * Writes out two forms of names that tslab's converter gets wrong when it turns a variable `a` of
 * an earlier cell into `exports.a`.
 *
 * `{ a }` and `({ a } = b)` stay as they are there, and fail: they become `{ a: exports.a }`, and
 * so on with a default. In `const { a: b } = c` the property's name would change if an earlier cell
 * declares `c`: it is set down anew, as a name that means nothing.
 */
export function writeOutEarlierNames(
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (
        ts.isShorthandPropertyAssignment(node) &&
        isEarlier(checker.getShorthandAssignmentValueSymbol(node))
      ) {
        return writeOut(visited as TypeScript.ShorthandPropertyAssignment, node);
      }
      if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName)) {
        const { dotDotDotToken, name, initializer } = visited as TypeScript.BindingElement;
        return ts.factory.updateBindingElement(
          visited as TypeScript.BindingElement,
          dotDotDotToken,
          copyName(node.propertyName),
          name,
          initializer,
        );
      }
      return visited;
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

function isEarlier(symbol: TypeScript.Symbol | undefined): boolean {
  return (
    symbol?.declarations?.some((declaration) =>
      declaration.getSourceFile().fileName.endsWith(`/${earlierCells}`),
    ) ?? false
  );
}

function writeOut(
  { objectAssignmentInitializer }: TypeScript.ShorthandPropertyAssignment,
  node: TypeScript.ShorthandPropertyAssignment,
): TypeScript.PropertyAssignment {
  const { factory } = ts;
  const variable = ts.setTextRange(
    factory.createPropertyAccessExpression(
      factory.createIdentifier("exports"),
      copyName(node.name),
    ),
    node.name,
  );
  const value = objectAssignmentInitializer
    ? ts.setTextRange(factory.createAssignment(variable, objectAssignmentInitializer), node)
    : variable;
  return ts.setTextRange(factory.createPropertyAssignment(copyName(node.name), value), node);
}

/** A name of the same text and place, behind which the compiler finds no variable. */
function copyName(name: TypeScript.Identifier): TypeScript.Identifier {
  return ts.setTextRange(ts.factory.createIdentifier(name.text), name);
}
