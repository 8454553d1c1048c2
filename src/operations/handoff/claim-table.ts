import { type ProvedClaim, Verdict } from '../../coordination/handoffs/handoff.ts';

export const DONE_HEADING = '## Done';
/** What the file says in place of an empty table. */
export const NO_CLAIMS = 'There are no claims.';
export const CLAIM_COLUMNS = ['Claim', 'Proof', 'Result', 'Compared'] as const;

const ROW = /^\|(?<cells>.*)\|$/;
const RULE = /^\|(?:\s*:?-+:?\s*\|)+$/;
const CODE = /^`(?<proof>[^`]+)`$/;

/** A claim as a file states it. */
export interface StatedClaim {
  readonly claim: string;
  readonly proof: string;
  /** The result that the file states. It may be wrong. */
  readonly stated: Verdict;
  /** The number of its line, counted from 1. */
  readonly line: number;
}

/** The claims of a file, or what is wrong with one of its lines. */
export type ClaimTable =
  | { readonly type: 'claims'; readonly claims: readonly StatedClaim[] }
  | { readonly type: 'malformed'; readonly line: number; readonly fault: string };

/** The cells of a claim in the table, in the order of `CLAIM_COLUMNS`. */
export function claimCells({ claim, proof, verdict, compared }: ProvedClaim): readonly string[] {
  return [escaped(claim), `\`${withPipes(proof)}\``, verdict, escaped(compared)];
}

/**
 * Reads the claims from the table below the heading `## Done` of a Markdown file. Every line of that part has to be
 * readable, because a claim that is left out silently would seem to be proved.
 */
export function readClaimTable(markdown: string): ClaimTable {
  const lines = markdown.split(/\r?\n/).map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const headings = lines.filter(({ text }) => text === DONE_HEADING);
  const [heading, second] = headings;
  if (heading === undefined) return malformed(lines.length, `the file has no heading "${DONE_HEADING}"`);
  if (second !== undefined) return malformed(second.line, `the file has a second heading "${DONE_HEADING}"`);
  const after = lines.filter(({ text, line }) => line > heading.line && text !== '');
  const end = after.findIndex(({ text }) => text.startsWith('#'));
  const [titles, rule, ...rows] = end === -1 ? after : after.slice(0, end);
  if (titles === undefined || titles.text === NO_CLAIMS) return { type: 'claims', claims: [] };
  if (cellsOf(titles.text)?.join() !== CLAIM_COLUMNS.join())
    return malformed(titles.line, `the columns are not ${CLAIM_COLUMNS.join(', ')}`);
  if (rule === undefined || !RULE.test(rule.text))
    return malformed((rule ?? titles).line, 'the line below the titles is not | --- | --- | --- | --- |');
  const read = rows.map(readRow);
  const faulty = read.find((row) => 'fault' in row);
  return faulty ?? { type: 'claims', claims: read.filter((row) => 'claim' in row) };
}

type Malformed = Extract<ClaimTable, { type: 'malformed' }>;

function readRow({ text, line }: { readonly text: string; readonly line: number }): StatedClaim | Malformed {
  const cells = cellsOf(text);
  if (cells?.length !== CLAIM_COLUMNS.length)
    return malformed(line, `a claim has the ${CLAIM_COLUMNS.length} cells ${CLAIM_COLUMNS.join(', ')}`);
  const [claim = '', code = '', result] = cells;
  const proof = CODE.exec(code)?.groups?.['proof'];
  const stated = Verdict.safeParse(result).data;
  if (claim === '') return malformed(line, 'the claim is empty');
  if (proof === undefined) return malformed(line, 'the proof is not a command in backticks');
  if (stated === undefined) return malformed(line, 'the result is not true, false or unknown');
  return { claim: unescaped(claim), proof: proof.replaceAll(String.raw`\|`, '|'), stated, line };
}

function malformed(line: number, fault: string): Malformed {
  return { type: 'malformed', line, fault };
}

/** Splits a row at its bars. A bar after a backslash belongs to its cell. */
function cellsOf(row: string): readonly string[] | undefined {
  const inner = ROW.exec(row)?.groups?.['cells'];
  return inner?.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function withPipes(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\\`*_[\]<>#|])/g, '$1');
}
