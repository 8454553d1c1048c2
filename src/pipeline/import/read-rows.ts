import type { RecordSource, TextRecord } from '../../platform/record-source.ts';
import { shownCell } from './cell.ts';
import { addFault, type FaultList } from './fault-list.ts';
import type { ImportKind } from './import-kind.ts';
import { type PlayerRegistry, resolveLookup } from './player-registry.ts';
import { type RowPlan, rowPlan } from './row-plan.ts';

/** Where the reading of one file stands; filled as the rows are read. */
export interface Reading {
  readonly registry: PlayerRegistry;
  readonly faults: FaultList;
  rows: number;
}

interface Context extends Omit<Reading, 'rows'> {
  readonly file: string;
  readonly plan: RowPlan;
  /** The line of each row by its key. */
  readonly lines: Map<string, number>;
}

/**
 * The rows of a file as lines of JSON for the load of its table. Every fault is put into `reading.faults`; after the first no row comes any
 * more, and after the last record `RefusedFile` is thrown, so that the load takes nothing.
 */
export async function* readRows(source: RecordSource, kind: ImportKind, reading: Reading): AsyncGenerator<string> {
  let context: Context | undefined;
  for await (const record of source.records()) {
    if (context === undefined) {
      context = begin(record.fields, kind, { ...reading, file: source.name });
      continue;
    }
    const row = readRow(record, context);
    if (row === undefined || reading.faults.total > 0) continue;
    reading.rows += 1;
    yield row;
  }
  if (context === undefined) addFault(reading.faults, `${source.name} is empty.`);
  if (reading.faults.total > 0) throw new RefusedFile(source.name);
}

/** Ends a load whose file has faults. They are in the `Reading`. */
export class RefusedFile extends Error {
  override readonly name = 'RefusedFile';

  constructor(file: string) {
    super(`${file} has faults`);
  }
}

function begin(header: readonly string[], kind: ImportKind, start: Omit<Context, 'plan' | 'lines'>): Context {
  const plan = rowPlan(kind, header);
  if ('columns' in plan) return { ...start, plan, lines: new Map() };
  for (const sentence of plan) addFault(start.faults, `${start.file}: ${sentence}`);
  throw new RefusedFile(start.file);
}

function readRow({ fields, line }: TextRecord, context: Context): string | undefined {
  const { plan, faults } = context;
  const place = `${context.file}, line ${line}`;
  if (fields.length !== plan.fieldCount) {
    addFault(faults, `${place}: there are ${fields.length} fields where the header has ${plan.fieldCount}.`);
    return;
  }
  const before = faults.total;
  const values = plan.columns.map(({ column, field, read }) => {
    const text = fields[field]?.trim() ?? '';
    if (text === '') {
      if (column.mode === 'required' && field >= 0) addFault(faults, `${place}, column ${column.name}: it is empty.`);
      return 'null';
    }
    const value = read(text);
    if (typeof value === 'string') return value;
    addFault(faults, `${place}, column ${column.name}: ${shownCell(text)} ${value.fault}.`);
    return 'null';
  });
  if (faults.total > before) return;
  return addLookup(values, place, context) && isFirst(values, line, context) ? rowText(values, plan) : undefined;
}

/** Puts the lookup of the row's player, where it has one, in its place. */
function addLookup(values: string[], place: string, { plan: { player }, registry, faults }: Context): boolean {
  if (player === undefined) return true;
  const name = textOf(values[player.name]) ?? '';
  const lookup = resolveLookup(registry, textOf(values[player.id]), name);
  values[player.lookup] = JSON.stringify(lookup);
  if (lookup !== '') return true;
  addFault(faults, `${place}, column player_name: ${shownCell(name)} has neither letter nor digit.`);
  return false;
}

function isFirst(values: readonly string[], line: number, { plan, lines, faults, file }: Context): boolean {
  const key = plan.key.map((index) => values[index]).join();
  const earlier = lines.get(key);
  if (earlier === undefined) {
    lines.set(key, line);
    return true;
  }
  const named = plan.key.map((index) => `${plan.columns[index]?.column.name} ${values[index]?.replaceAll('"', '')}`);
  addFault(faults, `${file}, lines ${earlier} and ${line}: both are the row of ${named.join(', ')}.`);
  return false;
}

function rowText(values: readonly string[], { columns }: RowPlan): string {
  let text = '';
  for (const [index, { label }] of columns.entries()) text += label + values[index];
  return `${text}}`;
}

/** The text that a cell's JSON stands for; null when there is none. */
function textOf(json: string | undefined): string | null {
  if (json === undefined || json === 'null') return null;
  return json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
}
