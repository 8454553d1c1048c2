import { Dialect, parse } from '@polyglot-sql/sdk';

const TOKEN = /'[^']*'|--[^\n]*|\/\*[\s\S]*?\*\//g;
const STATEMENTS = ['select', 'union', 'intersect', 'except', 'insert', 'merge', 'update', 'delete'];

interface TextRule {
  readonly pattern: RegExp;
  readonly fault: string;
}

const CODE_RULES: readonly TextRule[] = [
  { pattern: /`/, fault: 'a backtick: DuckDB does not know it' },
  { pattern: /"/, fault: 'a double quote: BigQuery takes it for a text, DuckDB for a name' },
  { pattern: /#/, fault: 'a # comment: DuckDB does not know it' },
  { pattern: /::/, fault: 'a :: cast: BigQuery does not know it' },
  { pattern: /\$\w/, fault: 'a $ parameter: they are written @name' },
  { pattern: /\bUNNEST\s*\(\s*@/i, fault: 'an array parameter: the port has none' },
  { pattern: /\bDATE_DIFF\s*\(/i, fault: 'DATE_DIFF: the engines order its arguments differently; subtract UNIX_DATE' },
  { pattern: /\bSTRUCT\s*\(/i, fault: 'STRUCT( … AS … ): DuckDB does not know it' },
  { pattern: /\bINSERT\s+(?:VALUES|ROW)\b/i, fault: 'INSERT without the names of its columns' },
];

const TEXT_RULES: readonly TextRule[] = [
  { pattern: /\\/, fault: 'a backslash in a text: an escape on BigQuery only' },
  { pattern: /\d:\d.*[+-]\d{2}(?::?\d{2})?'$/, fault: 'an offset in a moment: DuckDB passes over it' },
];

/** The faults of a file of the `sql` folders, as sentences. Empty when the text means the same on both engines, as far as a parser can tell. */
export function sqlFaults(sql: string): readonly string[] {
  const code = sql.replace(TOKEN, (token) => (token.startsWith("'") ? "''" : ' '));
  const texts = sql.match(TOKEN)?.filter((token) => token.startsWith("'")) ?? [];
  const neighbours = /''''/.test(code) ? ["'' in a text: a quote on DuckDB only"] : [];
  return [
    ...CODE_RULES.filter(({ pattern }) => pattern.test(code)).map(({ fault }) => fault),
    ...TEXT_RULES.filter(({ pattern }) => texts.some((text) => pattern.test(text))).map(({ fault }) => fault),
    ...neighbours,
    ...parseFaults(sql),
  ];
}

/** The parser treats SEQUENCE as a keyword of other engines. To BigQuery it is a name like any other. */
function parseFaults(sql: string): readonly string[] {
  const plain = sql
    .replace(/\$\{\w+\}/g, 'nba_staging.given_table')
    .replace(/@(\w+)/g, 'parameter_$1')
    .replace(/\bsequence\b/gi, 'sequence_');
  const result = parse(plain, Dialect.BigQuery);
  if (!result.success) return [`it does not parse as BigQuery: ${result.error}`];
  const statements: readonly object[] = Array.isArray(result.ast) ? result.ast : [result.ast];
  if (statements.length !== 1) return [`one statement a file, not ${statements.length}`];
  const kind = Object.keys(statements[0] ?? {})[0] ?? 'nothing';
  return [
    ...(STATEMENTS.includes(kind) ? [] : [`not a statement the port runs: ${kind}`]),
    ...new Set([...nodesOf(statements[0])].flatMap(nodeFaults)),
  ];
}

function nodeFaults(node: object): readonly string[] {
  if ('insert' in node) return insertFaults(node.insert);
  const isBare = 'nulls_first' in node && 'desc' in node && node.nulls_first === null;
  return isBare ? [`ORDER BY without NULLS FIRST or NULLS LAST in line ${lineOf(node)}`] : [];
}

function lineOf(node: object): number | undefined {
  for (const part of nodesOf(node)) if ('line' in part && typeof part.line === 'number') return part.line;
  return undefined;
}

function insertFaults(insert: unknown): readonly string[] {
  const named = typeof insert === 'object' && insert !== null && 'columns' in insert ? insert.columns : [];
  const hasNames = Array.isArray(named) && named.length > 0;
  const hasStar = [...nodesOf(insert)].some(
    (node) => 'expressions' in node && Array.isArray(node.expressions) && node.expressions.some(isStar),
  );
  return [
    ...(hasNames ? [] : ['INSERT without the names of its columns']),
    ...(hasStar ? ['SELECT * in an INSERT: the order of columns decides'] : []),
  ];
}

function isStar(expression: unknown): boolean {
  return typeof expression === 'object' && expression !== null && 'star' in expression;
}

function* nodesOf(value: unknown): Iterable<object> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const child of Object.values(value)) yield* nodesOf(child);
}
