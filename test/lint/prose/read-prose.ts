import ts from 'typescript';

/** A comment, a sentence in a string or a paragraph of a document, with the line it begins on. */
export interface Passage {
  readonly kind: 'comment' | 'string' | 'document';
  readonly text: string;
  readonly line: number;
}

interface Token {
  readonly kind: ts.SyntaxKind;
  readonly start: number;
  readonly end: number;
}

interface ScanContext {
  readonly braces: ('block' | 'template')[];
  previous: ts.SyntaxKind;
}

const SPACES = new Set([ts.SyntaxKind.WhitespaceTrivia, ts.SyntaxKind.NewLineTrivia]);
const COMMENTS = new Set([ts.SyntaxKind.SingleLineCommentTrivia, ts.SyntaxKind.MultiLineCommentTrivia]);
const STRINGS = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);
/** After these a slash divides; after anything else it begins a regular expression. */
const VALUES = new Set([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.ThisKeyword,
  ...STRINGS,
]);
const COMMENT_MARKS = /^[ \t]*(?:\/\/|\/\*+|\*+\/|\*|--|#)|\*+\/$/gm;
/** A single word is a name or a code, which scripts may match. */
const SENTENCE = /\s/;

/** The prose of one file: its comments and sentences, or the whole text of a document. */
export function readProse(path: string, text: string): readonly Passage[] {
  if (/\.[jt]s$/.test(path)) return readCode(text);
  if (path.endsWith('.md')) return readDocument(text);
  return lineComments(text, path.endsWith('.sql') ? '--' : '#');
}

function readCode(text: string): readonly Passage[] {
  const lineOf = lineCounter(text);
  return joinComments([...tokensOf(text)], text).flatMap(({ kind, start, end }): Passage[] => {
    const words = text.slice(start, end);
    if (COMMENTS.has(kind)) return [{ kind: 'comment', text: blankMarks(words), line: lineOf(start) }];
    if (!(STRINGS.has(kind) && SENTENCE.test(words))) return [];
    return [{ kind: 'string', text: words.replace(/^[`'"}]|[`'"]$|\$\{$/g, ''), line: lineOf(start) }];
  });
}

/** Comments on consecutive lines are one text. */
function joinComments(tokens: readonly Token[], text: string): readonly Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const consecutive = last !== undefined && COMMENTS.has(last.kind) && COMMENTS.has(token.kind);
    if (consecutive && !/\n\s*\n/.test(text.slice(last.end, token.start)))
      joined[joined.length - 1] = { ...last, end: token.end };
    else joined.push(token);
  }
  return joined;
}

/** The scanner alone cannot tell the end of a template expression from the end of a block, or a regular expression from a division. */
function* tokensOf(text: string): Generator<Token> {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const context: ScanContext = { braces: [], previous: ts.SyntaxKind.Unknown };
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (SPACES.has(kind)) continue;
    const token = rescan(scanner, kind, context);
    yield { kind: token, start: scanner.getTokenStart(), end: scanner.getTokenEnd() };
    if (!COMMENTS.has(token)) context.previous = token;
  }
}

function rescan(scanner: ts.Scanner, kind: ts.SyntaxKind, context: ScanContext): ts.SyntaxKind {
  const { braces, previous } = context;
  if (kind === ts.SyntaxKind.SlashToken && !VALUES.has(previous)) return scanner.reScanSlashToken();
  if (kind === ts.SyntaxKind.OpenBraceToken) braces.push('block');
  const endsExpression = kind === ts.SyntaxKind.CloseBraceToken && braces.pop() === 'template';
  const token = endsExpression ? scanner.reScanTemplateToken(false) : kind;
  if (token === ts.SyntaxKind.TemplateHead || token === ts.SyntaxKind.TemplateMiddle) braces.push('template');
  return token;
}

function readDocument(text: string): readonly Passage[] {
  const blank = (code: string) => code.replace(/[^\n]/g, ' ');
  const prose = text
    .replace(/^[ \t]*```.*?^[ \t]*```/gms, blank)
    .replace(/^ {4,}.*$/gm, blank)
    .replace(/`[^`\n]*`/g, (code) => `\`${'x'.repeat(code.length - 2)}\``);
  const lineOf = lineCounter(text);
  return [...prose.matchAll(/[^\n]+(?:\n(?![ \t]*(?:[-*|#>]|\d+\.))[^\n]+)*/g)].flatMap(({ 0: paragraph, index }) =>
    paragraph
      .split(/(?<=\|)/)
      .map((cell) => ({ kind: 'document' as const, text: cell.replace(/^[\s#>*|-]+/, ''), line: lineOf(index) })),
  );
}

function lineComments(text: string, mark: string): readonly Passage[] {
  return text.split('\n').flatMap((content, index) => {
    const at = content.indexOf(mark);
    const prose = mark === '#' && at < 0 ? content : content.slice(Math.max(at, 0));
    return at < 0 && mark === '--' ? [] : [{ kind: 'comment' as const, text: blankMarks(prose), line: index + 1 }];
  });
}

/** Blanks the marks without moving any character, so that line numbers stay right. */
function blankMarks(comment: string): string {
  return comment.replace(COMMENT_MARKS, (mark) => ' '.repeat(mark.length));
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    return after < 0 ? starts.length : after;
  };
}
