import { Dialect, parse } from '@polyglot-sql/sdk';

/** A node of the parser's tree, with the parts that are read here. */
interface Node {
  readonly [part: string]: unknown;
  readonly select?: unknown;
  readonly merge?: unknown;
  readonly joins?: unknown;
  readonly on?: unknown;
  readonly this?: unknown;
  readonly table?: unknown;
  readonly alias?: unknown;
  readonly paren?: unknown;
  readonly and?: unknown;
  readonly or?: unknown;
  readonly between?: unknown;
  readonly low?: unknown;
  readonly high?: unknown;
  readonly column?: unknown;
  readonly name?: unknown;
}

/** A table that a statement reads without a partition filter. */
export interface UnfilteredTable {
  readonly table: string;
  readonly column: string;
}

/** A place where a statement reads a table, with the conditions that hold for every row of the table that it reads. */
interface TableRead {
  readonly table: string;
  readonly alias: string;
  readonly conditions: readonly unknown[];
}

const COMPARISONS = ['eq', 'lt', 'lte', 'gt', 'gte'];

/**
 * Finds a table that BigQuery would refuse to read, because it requires a filter by which partitions can be skipped. `required` has the
 * partition columns of such tables by name. Each place that reads a table needs its own comparison of the column with parameters or constants.
 * This is stricter than BigQuery, which also finds a filter outside of a subquery.
 */
export function unfilteredTable(sql: string, required: ReadonlyMap<string, string>): UnfilteredTable | undefined {
  if (![...required.keys()].some((table) => sql.includes(table))) return undefined;
  // The parser treats SEQUENCE as a keyword of other engines.
  const result = parse(sql.replace(/\bsequence\b/gi, 'sequence_'), Dialect.BigQuery);
  if (!result.success) throw new Error(`it does not parse as BigQuery: ${result.error}`);
  for (const { table, alias, conditions } of readsIn(result.ast)) {
    const column = required.get(table);
    if (column === undefined) continue;
    if (!conditions.some((condition) => isFilter(condition, alias, column))) return { table, column };
  }
  return undefined;
}

function* readsIn(value: unknown): Iterable<TableRead> {
  if (Array.isArray(value)) {
    for (const each of value) yield* readsIn(each);
    return;
  }
  if (!isNode(value)) return;
  if (isNode(value.select)) yield* readsOfSelect(value.select);
  if (isNode(value.merge)) yield* readsOfMerge(value.merge);
  for (const kind of ['update', 'delete']) {
    const statement = value[kind];
    if (isNode(statement)) yield* readOf({ table: statement.table, alias: statement.alias }, [whereOf(statement)]);
  }
  for (const child of Object.values(value)) yield* readsIn(child);
}

/** The condition of an outer join restricts only the joined table. */
function* readsOfSelect(select: Node): Iterable<TableRead> {
  const where = whereOf(select);
  for (const source of listOf(at(select, 'from', 'expressions'))) yield* readOf(source, [where]);
  for (const join of listOf(select.joins)) yield* readOf(at(join, 'this'), [where, at(join, 'on')]);
}

/**
 * A merge reads the target's rows that its condition matches, and those that its BY SOURCE clauses change. All of them need
 * the filter.
 */
function* readsOfMerge(merge: Node): Iterable<TableRead> {
  const bySource = listOf(at(merge, 'whens', 'whens', 'expressions'))
    .map((each) => at(each, 'when'))
    .filter(
      (when) => at(when, 'matched', 'boolean', 'value') !== true && at(when, 'source', 'boolean', 'value') === true,
    )
    .map((when) => at(when, 'condition'));
  const matches = at(merge.on, 'boolean', 'value') === false ? [] : [merge.on];
  const all = [...matches, ...bySource].map((condition) => ({ paren: { this: condition } }));
  const together = all.reduce<unknown>(
    (left, right) => (left === undefined ? right : { or: { left, right } }),
    undefined,
  );
  yield* readOf(merge.this, [together]);
}

function* readOf(source: unknown, conditions: readonly unknown[]): Iterable<TableRead> {
  const table = at(source, 'table') ?? at(source, 'alias', 'this', 'table');
  const [name, dataset] = [nameOf(at(table, 'name')), nameOf(at(table, 'schema'))];
  if (name === undefined || dataset === undefined) return;
  const alias =
    nameOf(at(table, 'alias')) ?? nameOf(at(source, 'alias', 'alias')) ?? nameOf(at(source, 'alias')) ?? name;
  yield { table: `${dataset}.${name}`, alias, conditions };
}

/** Whether a condition limits the column, so that rows of other partitions need not be read. */
function isFilter(condition: unknown, alias: string, column: string): boolean {
  if (!isNode(condition)) return false;
  const sides = (kind: string) => [at(condition, kind, 'left'), at(condition, kind, 'right')];
  const isColumn = (value: unknown) => {
    const table = nameOf(at(value, 'column', 'table'));
    return nameOf(at(value, 'column', 'name')) === column && (table === undefined || table === alias);
  };
  if (isNode(condition.paren)) return isFilter(condition.paren.this, alias, column);
  if (isNode(condition.and)) return sides('and').some((side) => isFilter(side, alias, column));
  if (isNode(condition.or)) return sides('or').every((side) => isFilter(side, alias, column));
  if (isNode(condition.between)) {
    const { between } = condition;
    return isColumn(between.this) && isConstant(between.low) && isConstant(between.high);
  }
  return COMPARISONS.some((kind) => {
    const [left, right] = sides(kind);
    return (isColumn(left) && isConstant(right)) || (isColumn(right) && isConstant(left));
  });
}

/** Whether an expression has the same value for every row: it has no column and no query. The parser takes parameters for columns. */
function isConstant(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isConstant);
  if (!isNode(value)) return value !== undefined;
  if (isNode(value.select)) return false;
  if (isNode(value.column)) return nameOf(value.column.name)?.startsWith('@') === true;
  return Object.values(value).every((child) => !(typeof child === 'object') || child === null || isConstant(child));
}

function whereOf(statement: Node): unknown {
  return at(statement, 'where_clause', 'this');
}

function nameOf(value: unknown): string | undefined {
  const name = at(value, 'name');
  return typeof name === 'string' ? name : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
