import { DateTime } from 'luxon';
import type { ColumnType } from '../../platform/warehouse.ts';

const TEXT_LIMIT = 500;
const SHOWN_LIMIT = 40;
const GAME_ID_DIGITS = 10;
const REMEMBERED = 20_000;
const NEW_YORK = 'America/New_York';

/** What one cell holds beyond its column's type. */
export interface CellRule {
  /** Numbers: the least and the greatest value; 0 and a million unless told. */
  readonly min?: number;
  readonly max?: number;
  readonly reading?: 'player-id' | 'game-id' | 'lower-case' | 'season' | 'moment-or-day';
}

/** Why a cell cannot be taken: what follows the value in the sentence, `is not a whole number`. */
interface CellFault {
  readonly fault: string;
}

/** Turns the trimmed, non-empty text of a cell into the JSON text of its value. */
export type CellReader = (text: string) => string | CellFault;

export function cellReader(type: ColumnType, rule: CellRule): CellReader {
  switch (type) {
    case 'STRING':
      return textReader(rule);
    case 'INT64':
      return numberReader(/^[+-]?\d{1,15}(?:\.0*)?$/, 'is not a whole number', rule);
    case 'FLOAT64':
      return numberReader(/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i, 'is not a number', rule);
    case 'BOOL':
      return readBool;
    case 'DATE':
      return remembering((text) => (isDay(text) ? `"${text}"` : { fault: 'is not a date like 2026-02-05' }));
    case 'TIMESTAMP':
      return remembering((text) => readMoment(text, rule));
  }
}

/** A value as it stands in a message: in quotes, and cut when it is long. */
export function shownCell(text: string): string {
  return JSON.stringify(text.length > SHOWN_LIMIT ? `${text.slice(0, SHOWN_LIMIT)}…` : text);
}

/** Texts of a kind are few among many rows (dates, statuses, teams), so what came of one is kept. */
function remembering(read: CellReader): CellReader {
  const known = new Map<string, string | CellFault>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size < REMEMBERED) known.set(text, value);
    return value;
  };
}

function textReader({ reading }: CellRule): CellReader {
  return remembering((text) => {
    if (text.length > TEXT_LIMIT) return { fault: `is longer than ${TEXT_LIMIT} characters` };
    if (text.includes('\uFFFD')) return { fault: 'is not text in UTF-8' };
    if (/\p{Control}/u.test(text)) return { fault: 'holds a control character' };
    return readText(text, reading);
  });
}

function readText(text: string, reading: CellRule['reading']): string | CellFault {
  switch (reading) {
    case 'player-id':
      return JSON.stringify(withoutDecimals(text));
    case 'game-id':
      return JSON.stringify(withLeadingZeros(withoutDecimals(text)));
    case 'lower-case':
      return JSON.stringify(text.toLowerCase());
    case 'season':
      return /^\d{4}-\d{2}$/.test(text) ? JSON.stringify(text) : { fault: 'is not a season like 2025-26' };
    default:
      return JSON.stringify(text);
  }
}

/** Spreadsheets write the id 203999 as 203999.0 in a column where some cells are empty. */
function withoutDecimals(id: string): string {
  return id.replace(/^(\d+)\.0+$/, '$1');
}

/** Spreadsheets drop the two zeros that every game id of the NBA begins with. */
function withLeadingZeros(id: string): string {
  return /^\d+$/.test(id) ? id.padStart(GAME_ID_DIGITS, '0') : id;
}

function numberReader(pattern: RegExp, fault: string, { min = 0, max = 1_000_000 }: CellRule): CellReader {
  return remembering((text) => {
    const value = Number(text);
    if (!pattern.test(text) || !Number.isFinite(value)) return { fault };
    if (value < min) return { fault: `is less than ${min}` };
    if (value > max) return { fault: `is more than ${max}` };
    return String(value);
  });
}

function readBool(text: string): string | CellFault {
  switch (text.toLowerCase()) {
    case '1':
    case 'true':
      return 'true';
    case '0':
    case 'false':
      return 'false';
    default:
      return { fault: 'is not 1, 0, true or false' };
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/** A day alone is taken, where it may be, as its last second in New York: by then everything of that day was known. */
function readMoment(text: string, { reading }: CellRule): string | CellFault {
  if (reading === 'moment-or-day' && isDay(text)) {
    return inUtc(DateTime.fromISO(text, { zone: NEW_YORK }).endOf('day').startOf('second'));
  }
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return { fault: 'is not a time like 2026-02-05T23:00:00Z' };
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return { fault: 'has no time zone; write it like 2026-02-05T23:00:00Z' };
  const moment = DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' });
  return moment.isValid ? inUtc(moment) : { fault: 'is not a time that exists' };
}

function inUtc(moment: DateTime): string {
  return `"${moment.toUTC().toISO({ suppressMilliseconds: true })}"`;
}
