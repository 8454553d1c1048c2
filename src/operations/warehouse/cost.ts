import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import type { QueryEstimate } from '../../platform/query-estimate.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { operation } from '../kit/operation.ts';
import { sampleParameters } from './sample-parameters.ts';

const TIB = 1024 ** 4;
const MIB = 1024 ** 2;
/** BigQuery's list price on demand in the region US. */
const DOLLARS_PER_TIB = 6.25;
/** BigQuery bills at least this much for each table of a query. */
const LEAST_BYTES_A_TABLE = 10 * MIB;
const SEASON_STARTS = '10-01';
const MICROS = 1_000_000;

const CostInput = z.strictObject({
  date: GameDateText.default('today').describe('the game date to estimate: YYYY-MM-DD, today or tomorrow'),
});
const QueryCost = z.object({
  statement: z.string(),
  bytes: z.number().describe('the bytes that the statement would read'),
  billed_bytes: z.number().describe('the bytes that BigQuery would bill, at least 10 MiB for each table'),
  dollars: z.number(),
});
type QueryCost = Readonly<z.infer<typeof QueryCost>>;
const WarehouseCost = z.object({
  game_date: z.string(),
  /** The first date of the season, from which the statements about many dates read. */
  from_date: z.string(),
  queries: z.array(QueryCost).readonly(),
  /** The statements that read a table which exists only during an import or a batch. */
  without_estimate: z.array(z.string()).readonly(),
});

export const estimateWarehouseCost = operation({
  name: 'warehouse cost',
  summary: 'Ask BigQuery what each statement would read and cost, without running it.',
  input: CostInput,
  output: WarehouseCost,
  positionals: [],
  effect: 'read',
  reach: 'local',
  opens: 'nothing',
  prints: 'outcome',
  async run(app, { input }) {
    const date = parseGameDate(input.date, app.now());
    const from = seasonStartOf(date);
    const found = await app.estimateQueries((text) => sampleParameters(text, { from, date }));
    const queries = found.estimates
      .map(costOf)
      .toSorted((a, b) => b.billed_bytes - a.billed_bytes || b.bytes - a.bytes);
    const data = { game_date: date, from_date: from, queries, without_estimate: found.withoutEstimate };
    return { decision: 'done', code: 'ok', message: tableText(queries, found.withoutEstimate.length), data, next: [] };
  },
});

/** A season begins in October at the earliest. */
function seasonStartOf(date: string): string {
  const year = Number(date.slice(0, 4));
  return `${date.slice(5) < SEASON_STARTS ? year - 1 : year}-${SEASON_STARTS}`;
}

function costOf({ statement, bytes, tables }: QueryEstimate): QueryCost {
  const billed = Math.max(bytes, LEAST_BYTES_A_TABLE * tables);
  const dollars = Math.round((billed / TIB) * DOLLARS_PER_TIB * MICROS) / MICROS;
  return { statement, bytes, billed_bytes: billed, dollars };
}

function tableText(queries: readonly QueryCost[], without: number): string {
  const rows = queries.map(
    ({ statement, bytes, billed_bytes, dollars }) =>
      `| ${statement} | ${mib(bytes)} | ${mib(billed_bytes)} | ${dollars.toFixed(6)} |`,
  );
  const note = `${without} more statements read a table that exists only during an import or a batch, so they have no estimate.`;
  return ['| statement | MiB read | MiB billed | dollars a run |', '|---|---|---|---|', ...rows, '', note].join('\n');
}

function mib(bytes: number): string {
  return (bytes / MIB).toLocaleString('en-US', { maximumFractionDigits: 1 });
}
