import ts from "typescript";

/** What code does with a variable: takes its value, sets it, or both (`n++`). */
export type Access = "read" | "write" | "update";

/**
 * What an identifier does with the variable of its name; undefined where it names none: a property,
 * a label, a declaration.
 */
export function accessOf(node: ts.Identifier): Access | undefined {
  const { parent } = node;
  if (isNameOnly(node, parent)) return undefined;
  return targetAccess(node) ?? "read";
}

function isNameOnly(node: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  // `({ a, b = c } = d)` sets a and b, and reads c.
  if (ts.isExportAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isTypePredicateNode(parent) || ts.isExpressionWithTypeArguments(parent)) return false;
  if (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent))
    return parent.tagName === node && /^[a-z]/.test(node.text);
  if (
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isNamespaceExport(parent) ||
    ts.isImportTypeNode(parent) ||
    ts.isJsxNamespacedName(parent) ||
    ts.isJsxAttribute(parent)
  ) {
    return true;
  }
  // Declarations of every kind, and members by name.
  return (parent as ts.NamedDeclaration).name === node;
}

/** How an expression is set: as an assignment's target, or undefined where it is none. */
export function targetAccess(expression: ts.Node): Access | undefined {
  let node = expression;
  let { parent } = node;
  for (;;) {
    if (isWrapper(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) {
      // The same place, written otherwise.
    } else if (ts.isShorthandPropertyAssignment(parent)) {
      if (parent.name !== node) return undefined;
    } else if (ts.isPropertyAssignment(parent)) {
      if (parent.initializer !== node) return undefined;
    } else if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) {
      // A pattern, if what stands around it is a target.
    } else if (ts.isBinaryExpression(parent)) {
      if (parent.left !== node || !isAssignment(parent.operatorToken.kind)) return undefined;
      if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return "update";
      return "write";
    } else if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      const { operator } = parent;
      const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
      return operator === PlusPlusToken || operator === MinusMinusToken ? "update" : undefined;
    } else if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
      return parent.initializer === node ? "write" : undefined;
    } else return undefined;
    node = parent;
    ({ parent } = node);
  }
}

/** Whether a node is the expression in it, written otherwise: in brackets, or with a type. */
export function isWrapper(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.NonNullExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
