import pLimit from 'p-limit';
import * as z from 'zod';
import type { QueryEstimate, QueryEstimates, SampleParameters } from '../query-estimate.ts';
import type { BigqueryConnection } from './bigquery-connection.ts';
import { bindQuery } from './bigquery-statement.ts';

const AT_ONCE = 8;
const GIVEN_TABLE = /\$\{\w+\}/;
const DryRun = z.object({
  statistics: z.object({
    totalBytesProcessed: z.coerce.number(),
    query: z.object({ referencedTables: z.array(z.unknown()).default([]) }).default({ referencedTables: [] }),
  }),
});

/** Asks BigQuery what the statements would read. A dry run has no effect and costs nothing. `texts` are the statements by name. */
export async function estimateQueries(
  connection: BigqueryConnection,
  texts: ReadonlyMap<string, string>,
  parametersOf: SampleParameters,
): Promise<QueryEstimates> {
  const limit = pLimit(AT_ONCE);
  const [withTable, whole] = [[...texts].filter(isOfGivenTable), [...texts].filter((each) => !isOfGivenTable(each))];
  const estimates = await Promise.all(
    whole.map(([name, text]) => limit(() => estimate(connection, { name, text, parametersOf }))),
  );
  return { estimates, withoutEstimate: withTable.map(([name]) => name) };
}

function isOfGivenTable([, text]: readonly [string, string]): boolean {
  return GIVEN_TABLE.test(text);
}

async function estimate(
  { client, location, names, call }: BigqueryConnection,
  {
    name,
    text,
    parametersOf,
  }: { readonly name: string; readonly text: string; readonly parametersOf: SampleParameters },
): Promise<QueryEstimate> {
  const { query, parameterMode, queryParameters } = bindQuery(
    { sql: name, parameters: parametersOf(text) },
    text,
    names,
  );
  const [job] = await call(() =>
    client.createQueryJob({ location, query, parameterMode, queryParameters: [...queryParameters], dryRun: true }),
  );
  const { statistics } = DryRun.parse(job.metadata);
  return { statement: name, bytes: statistics.totalBytesProcessed, tables: statistics.query.referencedTables.length };
}
