import Papa from 'papaparse';
import type { TextRecord } from '../record-source.ts';

/**
 * The maximum number of characters per record of a CSV file. The limit keeps an unclosed quote from filling the memory.
 */
const RECORD_LIMIT = 100_000;
/** Text in quotes. Quotes that no later quote closes end with the text. */
const QUOTED_TEXT = /"(?:[^"]|"")*(?:"|$)/g;
const LINE_ENDS = ['\r\n', '\n', '\r'] as const;

/** The error for a text that is not CSV. Its message names the line on which the wrong record starts. */
export class InvalidCsv extends Error {
  override readonly name = 'InvalidCsv';
}

/**
 * Yields the records of a CSV text in UTF-8, with or without a byte order mark. The first line end of the text decides
 * between `\n`, `\r\n` and `\r`. Empty lines are skipped. Throws `InvalidCsv` after the records before the wrong one.
 */
export async function* parseCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextRecord> {
  const decoder = new TextDecoder();
  const position = { line: 0 };
  let text = '';
  let lineEnd: LineEnd | undefined;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    lineEnd ??= firstLineEnd(text);
    if (lineEnd !== undefined) text = text.slice(yield* completeRecords(text, lineEnd, position));
    if (text.length > RECORD_LIMIT) throw tooLong(position.line + 1);
  }
  text += decoder.decode();
  if (text !== '') yield* lastRecords(text, lineEnd ?? (text.endsWith('\r') ? '\r' : '\n'), position);
}

type Parsed = Papa.ParseResult<readonly string[]>;

type LineEnd = (typeof LINE_ENDS)[number];

/** The number of lines before the next record. */
interface Position {
  line: number;
}

/** Returns undefined while the text has no complete line, or ends between `\r` and a possible `\n`. */
function firstLineEnd(text: string): LineEnd | undefined {
  const unquoted = text.replaceAll(QUOTED_TEXT, '');
  const start = unquoted.search(/[\r\n]/);
  if (start < 0) return;
  const isEndOfText = start === unquoted.length - 1 && unquoted.endsWith('\r');
  return isEndOfText ? undefined : LINE_ENDS.find((lineEnd) => unquoted.startsWith(lineEnd, start));
}

/** Yields all records but the last, which may continue in the next chunk. Returns the position where it starts. */
function* completeRecords(text: string, newline: LineEnd, position: Position): Generator<TextRecord, number> {
  const { data, errors, meta }: Parsed = new Papa.Parser({ delimiter: ',', newline }).parse(text, 0, true);
  // An error in the last record may only mean that the record is incomplete.
  const error = errors.find(({ row = 0 }) => row < data.length);
  yield* counted(data.slice(0, error?.row), newline, position);
  if (error !== undefined) throw invalid(error, position.line + 1);
  return meta.cursor;
}

function* lastRecords(text: string, newline: LineEnd, position: Position): Generator<TextRecord> {
  const { data, errors }: Parsed = new Papa.Parser({ delimiter: ',', newline }).parse(text, 0, false);
  const [error] = errors;
  yield* counted(data.slice(0, error?.row), newline, position);
  if (error !== undefined) throw invalid(error, position.line + 1);
}

function* counted(
  records: readonly (readonly string[])[],
  lineEnd: LineEnd,
  position: Position,
): Generator<TextRecord> {
  for (const fields of records) {
    position.line += 1;
    for (const field of fields) if (field.includes(lineEnd)) position.line += field.split(lineEnd).length - 1;
    const isEmptyLine = fields.length === 1 && fields[0] === '';
    if (!isEmptyLine) yield { line: position.line, fields };
  }
}

function invalid({ message }: Papa.ParseError, line: number): InvalidCsv {
  return new InvalidCsv(`${message} at line ${line}`);
}

function tooLong(line: number): InvalidCsv {
  const limit = RECORD_LIMIT.toLocaleString('en-US');
  return new InvalidCsv(
    `a record is longer than ${limit} characters, perhaps because a quote is not closed, at line ${line}`,
  );
}
