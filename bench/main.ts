import { execFile } from 'node:child_process';
import { parseArgs, promisify, styleText } from 'node:util';
import Table from 'cli-table3';
import * as z from 'zod';
import { BENCHES } from './benches.ts';
import { isMet, Measure } from './measure.ts';

const RUN_ONE = new URL('run-one.ts', import.meta.url).pathname;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

const Report = z.object({ name: z.string(), measures: z.array(Measure) });
type Report = z.infer<typeof Report>;

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });

const chosen = BENCHES.filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)));
if (chosen.length === 0)
  throw new Error(`there is no bench ${positionals.join(' or ')}; the benches are ${BENCHES.join(', ')}`);

const reports: Report[] = [];
for (const file of chosen) reports.push(await runAlone(file));
process.stdout.write(values.json ? asJson(reports) : asTable(reports));
process.exitCode = reports.every((report) => report.measures.every(isMet)) ? 0 : 1;

/** Runs one process at a time, so that benches do not compete for processor time. */
async function runAlone(file: string): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, RUN_ONE, file], {
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return Report.parse(JSON.parse(stdout));
}

function asJson(all: readonly Report[]): string {
  const rows = all.flatMap(({ name, measures }) =>
    measures.map((measure) => ({ bench: name, ...measure, ok: isMet(measure) })),
  );
  return `${JSON.stringify({ measures: rows }, null, 2)}\n`;
}

function asTable(all: readonly Report[]): string {
  const table = new Table({ head: ['bench', 'measure', 'measured', 'limit', ''], style: { head: [], border: [] } });
  for (const { name, measures } of all) {
    for (const measure of measures) table.push([name, ...columns(measure)]);
  }
  return `${table.toString()}\n`;
}

function columns(measure: Measure): readonly string[] {
  const { name, value, limit, unit } = measure;
  const verdict = isMet(measure) ? styleText('green', 'ok') : styleText('red', 'missed');
  return [
    name,
    `${shown(value)} ${unit}`,
    limit === undefined ? '' : `${shown(limit)} ${unit}`,
    limit === undefined ? '' : verdict,
  ];
}

function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 3 : 1 });
}
