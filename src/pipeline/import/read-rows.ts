import type { RecordSource, TextRecord } from '../../platform/record-source.ts';
import type { Identities } from '../identity/identities.ts';
import { shownCell } from './cell.ts';
import { addFault, type FaultList, faultList } from './fault-list.ts';
import type { FileNotes } from './file-notes.ts';
import type { ImportKind } from './import-kind.ts';
import { refuseImpossibleNumbers } from './impossible-values.ts';
import { emptyMatches, type MatchContext } from './match-context.ts';
import { matchRow } from './match-row.ts';
import type { RejectedRow } from './rejected-rows.ts';
import { textCell } from './row-cells.ts';
import { type RowPlan, rowPlan } from './row-plan.ts';
import { setAsideUnsubmitted } from './unsubmitted-report.ts';

export interface ReadRules {
  /** What happens to a row with a fault: the whole file is refused, or the row is left out and the others are taken. */
  readonly badRows: 'refuse-file' | 'skip';
  /** The last year that a season or a date may have. */
  readonly lastYear: number;
}

/** Rows are yielded in texts of about this length, because a text per row makes the load slower. */
const TEXT_CHARACTERS = 64 * 1024;

/** The progress of reading one import file, which `readRows` updates. */
export interface FileReadState extends Pick<MatchContext, 'addedPlayers' | 'recognizedIds'> {
  readonly rules: ReadRules;
  readonly identities: Identities;
  readonly faults: FaultList;
  readonly notes: FileNotes;
  readonly header: string[];
  /** The rows that were left out because of faults. The list is empty when a fault refuses the whole file. */
  readonly rejected: RejectedRow[];
  /** The lines of rows that have the key of an earlier row. */
  readonly duplicates: number[];
  /** The ids of the games in the file. */
  readonly games: Set<string>;
  rows: number;
}

export function fileReadState(identities: Identities, faults: FaultList, rules: ReadRules): FileReadState {
  const lists = { header: [], rejected: [], duplicates: [], addedPlayers: [], recognizedIds: [] };
  return { rules, identities, faults, notes: new Map(), games: new Set(), ...lists, rows: 0 };
}

interface FileContext extends MatchContext, Pick<FileReadState, 'duplicates' | 'games'> {
  readonly plan: RowPlan;
  /** The faults of the row that is being read. */
  readonly faults: FaultList;
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
      context = begin(record.fields, kind, { readState, file: source.name });
      continue;
    }
    const row = takenRow(record, context, readState);
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

function begin(
  header: readonly string[],
  kind: ImportKind,
  { readState, file }: { readonly readState: FileReadState; readonly file: string },
): FileContext {
  const plan = rowPlan(kind, header, readState.rules.lastYear);
  readState.header.push(...header);
  if ('columns' in plan)
    return { ...readState, faults: faultList(), file, kind, plan, lines: new Map(), ...emptyMatches() };
  for (const sentence of plan) addFault(readState.faults, `${file}: ${sentence}`);
  throw new InvalidImportFile(file);
}

/** Returns a row that is loaded, or undefined. No row is loaded when a fault refuses the file. */
function takenRow(record: TextRecord, context: FileContext, readState: FileReadState): string | undefined {
  const row = readRow(record, context);
  settleFaults(record, context.faults, readState);
  return readState.faults.total > 0 ? undefined : row;
}

/** Rejects the row, or adds its faults to those of the file. Then the list is empty for the next row. */
function settleFaults({ fields, line }: TextRecord, faults: FaultList, readState: FileReadState): void {
  if (faults.total === 0) return;
  if (readState.rules.badRows === 'skip') readState.rejected.push({ line, fields, faults: [...faults.sentences] });
  else for (const sentence of faults.sentences) addFault(readState.faults, sentence);
  readState.faults.total += readState.rules.badRows === 'skip' ? 0 : faults.total - faults.sentences.length;
  faults.sentences.length = 0;
  faults.total = 0;
}

function readRow({ fields, line }: TextRecord, context: FileContext): string | undefined {
  const { plan, faults } = context;
  const position = `${context.file}, line ${line}`;
  if (fields.length !== plan.fieldCount) {
    addFault(faults, `${position}: this line has ${fields.length} fields, but the header has ${plan.fieldCount}.`);
    return;
  }
  if (setAsideUnsubmitted({ fields, line }, context) === 'set-aside') return;
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
  const row = { values, plan, line };
  if (faults.total === 0) refuseImpossibleNumbers(row, context);
  if (faults.total > 0) return;
  const isTaken = matchRow(row, fields, context) === 'taken' && isFirst(values, line, context);
  if (!isTaken) return;
  const game = textCell(row, 'game_id');
  if (game !== null) context.games.add(game);
  return rowText(values, plan);
}

function isFirst(values: readonly string[], line: number, context: FileContext): boolean {
  const { plan, lines, faults, file } = context;
  let key = '';
  for (const index of plan.key) key += `${values[index]},`;
  const earlier = lines.get(key);
  if (earlier === undefined) {
    lines.set(key, line);
    return true;
  }
  context.duplicates.push(line);
  const named = plan.key.map((index) => `${plan.columns[index]?.column.name} ${values[index]?.replaceAll('"', '')}`);
  addFault(faults, `${file}, lines ${earlier} and ${line}: both lines have the same key: ${named.join(', ')}.`);
  return false;
}

function rowText(values: readonly string[], { columns }: RowPlan): string {
  let text = '';
  for (const [index, { label }] of columns.entries()) text += label + values[index];
  return `${text}}`;
}
