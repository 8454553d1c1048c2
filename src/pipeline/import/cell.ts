import { DateTime } from 'luxon';
import { escapeUnprintable, hasUnprintable } from '../../platform/printable.ts';
import type { ColumnType } from '../../platform/warehouse.ts';
import { injuryStatusOf } from '../vocabulary/injury-status.ts';
import { lineTypeOf } from '../vocabulary/line-type.ts';
import { reportScopeOf } from '../vocabulary/report-scope.ts';
import { seasonTypeOf } from '../vocabulary/season-type.ts';
import { FIRST_LEAGUE_YEAR } from './league-years.ts';

const TEXT_LIMIT = 500;
const SHOWN_LIMIT = 40;
const GAME_ID_DIGITS = 10;
const MEMO_LIMIT = 20_000;
const NEW_YORK = 'America/New_York';

/** A rule that limits the values of an imported column further than the column's type does. */
export interface CellRule {
  /** The smallest number that the column allows. The default is 0, and the default of `max` is 1,000,000. */
  readonly min?: number;
  readonly max?: number;
  /** The last year that a season or a date may have. Without it, every year after the league's first one is allowed. */
  readonly lastYear?: number;
  readonly format?:
    | 'name'
    | 'player-id'
    | 'game-id'
    | 'season'
    | 'season-type'
    | 'injury-status'
    | 'report-scope'
    | 'line-type'
    | 'time-or-date';
}

/**
 * The fault of an invalid cell. The text ends a sentence that starts with the cell's value, such as `is not a whole
 * number`.
 */
interface CellFault {
  readonly fault: string;
}

/**
 * Converts the text of a cell in an import file to the JSON text of its value. The cell's text is trimmed and not
 * empty.
 */
export type CellReader = (text: string) => string | CellFault;

export function cellReader(type: ColumnType, rule: CellRule): CellReader {
  switch (type) {
    case 'STRING':
      return textReader(rule);
    case 'INT64':
      return numberReader(/^[+-]?\d{1,15}(?:\.0*)?$/, 'is not a whole number', rule);
    case 'FLOAT64':
      return numberReader(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i, 'is not a number', rule);
    case 'BOOL':
      return readBool;
    case 'DATE':
      return memoized((text) => readDate(text, rule));
    case 'TIMESTAMP':
      return memoized((text) => readTimestamp(text, rule));
  }
}

/**
 * Quotes a value of the import file for a message. Quotes inside the value are replaced, unprintable characters are
 * escaped, and a long value is shortened.
 */
export function shownCell(text: string): string {
  const shown = text.length > SHOWN_LIMIT ? `${text.slice(0, SHOWN_LIMIT)}…` : text;
  return `"${escapeUnprintable(shown).replaceAll('"', "'")}"`;
}

/**
 * Caches the values that a cell reader returns, because a column has many rows but few different texts, such as dates,
 * statuses and teams.
 */
function memoized(read: CellReader): CellReader {
  const known = new Map<string, string | CellFault>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size < MEMO_LIMIT) known.set(text, value);
    return value;
  };
}

function textReader(rule: CellRule): CellReader {
  return memoized((text) => {
    if (text.length > TEXT_LIMIT) return { fault: `is longer than ${TEXT_LIMIT} characters` };
    if (text.includes('\uFFFD')) return { fault: 'is not UTF-8 text' };
    if (hasUnprintable(text)) return { fault: 'contains a control character or a hidden character' };
    return readText(text, rule);
  });
}

function readText(text: string, rule: CellRule): string | CellFault {
  switch (rule.format) {
    case 'name':
      return readNameText(text);
    case 'player-id':
      return JSON.stringify(withoutDecimals(text));
    case 'game-id':
      return JSON.stringify(withLeadingZeros(withoutDecimals(text)));
    case 'injury-status':
      return JSON.stringify(injuryStatusOf(text));
    case 'line-type':
      return JSON.stringify(lineTypeOf(text));
    case 'report-scope': {
      const scope = reportScopeOf(text);
      return scope === undefined ? { fault: 'is neither complete nor partial' } : JSON.stringify(scope);
    }
    case 'season-type': {
      const type = seasonTypeOf(text);
      return type === undefined ? { fault: 'is not a season type like regular or playoffs' } : JSON.stringify(type);
    }
    case 'season':
      return readSeason(text, rule);
    default:
      return JSON.stringify(text);
  }
}

/** Letters that have no width or turn the reading direction make two names look equal. */
function readNameText(name: string): string | CellFault {
  const hidden = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u.exec(name)?.[0];
  if (hidden === undefined) return JSON.stringify(name);
  const code = hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return { fault: `contains the hidden character U+${code}` };
}

function readSeason(text: string, { lastYear }: CellRule): string | CellFault {
  const [, first, last] = /^(\d{4})-(\d{2})$/.exec(text) ?? [];
  const year = Number(first);
  if (first === undefined || Number(last) !== (year + 1) % 100) return { fault: 'is not a season like 2025-26' };
  return yearFault(year, lastYear === undefined ? undefined : lastYear - 1) ?? JSON.stringify(text);
}

function yearFault(year: number, lastYear = Number.POSITIVE_INFINITY): CellFault | undefined {
  if (year < FIRST_LEAGUE_YEAR)
    return { fault: `is before the league's first season, which began in ${FIRST_LEAGUE_YEAR}` };
  return year > lastYear ? { fault: `is after the league's next season; the last year is ${lastYear}` } : undefined;
}

/**
 * Removes the decimals of an id. Spreadsheets write the id 203999 as 203999.0 when other cells of its column are empty.
 */
function withoutDecimals(id: string): string {
  return id.replace(/^(\d+)\.0+$/, '$1');
}

/** Adds the two zeros with which every game id of the NBA starts. Spreadsheets drop them. */
function withLeadingZeros(id: string): string {
  return /^\d+$/.test(id) ? id.padStart(GAME_ID_DIGITS, '0') : id;
}

function numberReader(pattern: RegExp, fault: string, { min = 0, max = 1_000_000 }: CellRule): CellReader {
  return memoized((text) => {
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

function readDate(text: string, { lastYear }: CellRule): string | CellFault {
  if (!isDate(text)) return { fault: 'is not a date like 2026-02-05' };
  return yearFault(Number(text.slice(0, 4)), lastYear) ?? `"${text}"`;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/**
 * Reads a time from a cell. If the column also allows a date, the date means the last second of that day in New York,
 * because everything of that day was known by then.
 */
function readTimestamp(text: string, { format, lastYear }: CellRule): string | CellFault {
  const wrongYear = /^\d{4}-/.test(text) ? yearFault(Number(text.slice(0, 4)), lastYear) : undefined;
  if (wrongYear !== undefined) return wrongYear;
  if (format === 'time-or-date' && isDate(text)) {
    return inUtc(DateTime.fromISO(text, { zone: NEW_YORK }).endOf('day').startOf('second'));
  }
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return { fault: 'is not a time like 2026-02-05T23:00:00Z' };
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return { fault: 'has no time zone; write it like 2026-02-05T23:00:00Z' };
  const moment = DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' });
  return moment.isValid ? inUtc(moment) : { fault: 'is not a valid time' };
}

function inUtc(moment: DateTime): string {
  return `"${moment.toUTC().toISO({ suppressMilliseconds: true })}"`;
}
