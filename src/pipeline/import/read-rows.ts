import type { RecordSource, TextRecord } from '../../platform/record-source.ts';
import type { Identities } from '../identity/identities.ts';
import { shownCell } from './cell.ts';
import { addFault, type FaultList } from './fault-list.ts';
import type { FileNotes } from './file-notes.ts';
import type { ImportKind } from './import-kind.ts';
import { emptyMatches, type MatchContext } from './match-context.ts';
import { matchRow } from './match-row.ts';
import { type RowPlan, rowPlan } from './row-plan.ts';

/** Rows are yielded in texts of about this length, because a text per row makes the load slower. */
const TEXT_CHARACTERS = 64 * 1024;

/** The progress of reading one import file, which `readRows` updates. */
export interface FileReadState extends Pick<MatchContext, 'addedPlayers' | 'recognizedIds'> {
  readonly identities: Identities;
  readonly faults: FaultList;
  readonly notes: FileNotes;
  rows: number;
}

export function fileReadState(identities: Identities, faults: FaultList): FileReadState {
  return { identities, faults, notes: new Map(), addedPlayers: [], recognizedIds: [], rows: 0 };
}

interface FileContext extends MatchContext {
  readonly plan: RowPlan;
  /** Maps the key of each imported row to its line number in the file. */
  readonly lines: Map<string, number>;
}

/**
 * Yields the rows of an import file as lines of JSON for the load of its table, many lines in each text. It adds every
 * fault to `readState.faults`. After the first fault it yields no rows, but checks the remaining ones. At the end of a file with
 * faults it throws `InvalidImportFile`, so that the warehouse loads nothing.
 */
export async function* readRows(
  source: RecordSource,
  kind: ImportKind,
  readState: FileReadState,
): AsyncGenerator<string> {
  let context: FileContext | undefined;
  let text = '';
  for await (const record of source.records()) {
    if (context === undefined) {
      context = begin(record.fields, kind, { ...readState, file: source.name });
      continue;
    }
    const row = readRow(record, context);
    if (row === undefined) continue;
    readState.rows += 1;
    text += `${row}\n`;
    if (text.length < TEXT_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (context === undefined) addFault(readState.faults, `${source.name} is empty.`);
  if (readState.faults.total > 0) throw new InvalidImportFile(source.name);
  if (text !== '') yield text;
}

/**
 * The error that aborts the load of an import file with faults. The sentences about the faults are in `FileReadState`.
 */
export class InvalidImportFile extends Error {
  override readonly name = 'InvalidImportFile';

  constructor(file: string) {
    super(`${file} has faults`);
  }
}

function begin(header: readonly string[], kind: ImportKind, start: FileReadState & { file: string }): FileContext {
  const plan = rowPlan(kind, header);
  if ('columns' in plan) return { ...start, kind, plan, lines: new Map(), ...emptyMatches() };
  for (const sentence of plan) addFault(start.faults, `${start.file}: ${sentence}`);
  throw new InvalidImportFile(start.file);
}

function readRow({ fields, line }: TextRecord, context: FileContext): string | undefined {
  const { plan, faults } = context;
  const position = `${context.file}, line ${line}`;
  if (fields.length !== plan.fieldCount) {
    addFault(faults, `${position}: this line has ${fields.length} fields, but the header has ${plan.fieldCount}.`);
    return;
  }
  const before = faults.total;
  const values = plan.columns.map(({ column, field, read }) => {
    const text = fields[field]?.trim() ?? '';
    if (text === '') {
      if (column.mode === 'required' && field >= 0)
        addFault(faults, `${position}, column ${column.name}: a value is required, but the field is empty.`);
      return 'null';
    }
    const value = read(text);
    if (typeof value === 'string') return value;
    addFault(faults, `${position}, column ${column.name}: ${shownCell(text)} ${value.fault}.`);
    return 'null';
  });
  if (faults.total > before) return;
  const isTaken = matchRow({ values, plan, line }, fields, context) === 'taken' && isFirst(values, line, context);
  return isTaken && faults.total === 0 ? rowText(values, plan) : undefined;
}

function isFirst(values: readonly string[], line: number, { plan, lines, faults, file }: FileContext): boolean {
  const key = plan.key.map((index) => values[index]).join();
  const earlier = lines.get(key);
  if (earlier === undefined) {
    lines.set(key, line);
    return true;
  }
  const named = plan.key.map((index) => `${plan.columns[index]?.column.name} ${values[index]?.replaceAll('"', '')}`);
  addFault(faults, `${file}, lines ${earlier} and ${line}: both lines have the same key: ${named.join(', ')}.`);
  return false;
}

function rowText(values: readonly string[], { columns }: RowPlan): string {
  let text = '';
  for (const [index, { label }] of columns.entries()) text += label + values[index];
  return `${text}}`;
}
