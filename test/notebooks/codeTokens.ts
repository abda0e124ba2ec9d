import ts from "typescript";

/** A piece of code: its kind, its text, and whether another word may stand in its place. */
export interface CodeToken {
  kind: ts.SyntaxKind;
  text: string;
  /**
   * A piece of text that a reader sees, and not data: no import path, key, operand or argument that
   * names a thing.
   */
  mayBeTranslated: boolean;
  /**
   * All that is fixed of the template that it is a piece of, between whose pieces words may move;
   * else its own text.
   */
  whole: string;
}

const textKinds = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);
/** Options and functions whose texts choose something. */
const choosing =
  /^(?:stopWords|method|kind|type|by|metric|part|solver|orientation|mode|colorscale|anchor|xanchor|yanchor|xref|yref|autorange|scaleanchor|constrain|dash|paper_bgcolor|plot_bgcolor)$/;
const naming =
  /^(?:loadDataset|isInstalled|loadNpy|readTable|startsWith|endsWith|includes|norm|indexOf|split)$/;

/**
 * The tokens of a cell without its comments, as TypeScript's own parser reads them: templates and
 * regular expressions too.
 */
export function readTokens(code: string): CodeToken[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const tokens: CodeToken[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.JSDoc) return;
    const children = node.getChildren(file);
    if (children.length > 0) children.forEach(visit);
    else if (node.kind !== ts.SyntaxKind.EndOfFileToken && node.getText(file) !== "")
      tokens.push({
        kind: node.kind,
        text: node.getText(file),
        mayBeTranslated: textKinds.has(node.kind) && !isData(node),
        whole: wholeText(node),
      });
  };
  visit(file);
  return tokens;
}

function wholeText(node: ts.Node): string {
  const template = ts.isTemplateSpan(node.parent) ? node.parent.parent : node.parent;
  if (
    !ts.isTemplateExpression(template) ||
    !textKinds.has(node.kind) ||
    ts.isStringLiteralLike(node)
  )
    return node.getText();
  return [template.head, ...template.templateSpans.map(({ literal }) => literal)]
    .map((piece) => piece.text)
    .join(" … ");
}

function isData(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return true;
  if (ts.isPropertyAssignment(parent) && parent.initializer === node)
    return choosing.test(parent.name.getText());
  if (ts.isAsExpression(parent)) return isData(parent);
  if (ts.isCallExpression(parent))
    return naming.test(
      ts.isPropertyAccessExpression(parent.expression)
        ? parent.expression.name.text
        : parent.expression.getText(),
    );
  return false;
}

/**
 * Pairs of tokens that are not the same, nor a text and its translation; undefined where one code
 * is longer.
 */
export function differingTokens(
  english: string,
  chinese: string,
): [CodeToken | undefined, CodeToken | undefined][] {
  const [left, right] = [readTokens(english), readTokens(chinese)];
  const length = Math.max(left.length, right.length);
  const pairs = Array.from({ length }, (_, i): [CodeToken | undefined, CodeToken | undefined] => [
    left[i],
    right[i],
  ]);
  const wrong = pairs.filter(([one, other]) => !isSame(one, other));
  // After a token too many all others differ.
  return left.length === right.length ? wrong : wrong.slice(0, 1);
}

function isSame(one: CodeToken | undefined, other: CodeToken | undefined): boolean {
  if (one === undefined || other === undefined || one.kind !== other.kind) return false;
  return one.text === other.text || (one.mayBeTranslated && isTranslation(one.whole, other.whole));
}

/** Chinese words for words, or the same words with other punctuation; numbers stay. */
function isTranslation(english: string, chinese: string): boolean {
  const numbers = (text: string): string =>
    (text.replace(/(\d)[,_](?=\d{3}(?!\d))/g, "$1").match(/\d+(?:\.\d+)?/g) ?? []).sort().join();
  const words = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return (
    numbers(english) === numbers(chinese) &&
    (isChinese(chinese) || words(english) === words(chinese))
  );
}

/** Whether a text holds a Chinese character. */
export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

export function describeToken(token: CodeToken | undefined): string {
  return token === undefined ? "nothing" : token.text;
}
