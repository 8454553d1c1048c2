import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { errorText } from '#src/platform/error-text.ts';
import { duckdbEngine, type Engine, type FindUnfiltered } from './engine.ts';
import { Jobs } from './jobs.ts';
import { Name, notFound, Refusal } from './protocol.ts';

const DatasetRequest = z.object({
  datasetReference: z.object({ datasetId: Name }),
  location: z.string().optional(),
  defaultTableExpirationMs: z.string().optional(),
});
type DatasetRequest = z.infer<typeof DatasetRequest>;

/** A fault of one or more requests. */
interface RequestFault {
  /** The method and the path of the requests, such as `POST /upload`. */
  readonly request: RegExp;
  readonly times: number;
  /** A refusal; or `lost`: the request takes effect, and its answer is lost with the connection. */
  readonly answer: 'lost' | { readonly status: number; readonly reason: string; readonly message?: string };
}

export interface LoopbackBigquery {
  readonly endpoint: string;
  readonly jobs: Jobs;
  readonly datasets: ReadonlyMap<string, DatasetRequest>;
  /** The method and path of every request, in order. */
  readonly requests: readonly string[];
  fail(fault: RequestFault): void;
  stop(): Promise<void>;
}

interface Place {
  readonly method: string;
  readonly path: string;
  readonly url: URL;
  readonly body: string;
  readonly contentType: string;
}

interface LoopbackOptions {
  readonly host?: string;
  readonly port?: number;
  /** `unchecked`: queries need no partition filters. The parser that finds them is installed only for development. */
  readonly partitionFilters?: 'checked' | 'unchecked';
}

/** BigQuery's REST interface on the loopback interface, with DuckDB behind it. It has what the adapter uses, and faults on demand. */
export async function startLoopbackBigquery({
  host = '127.0.0.1',
  port = 0,
  partitionFilters = 'checked',
}: LoopbackOptions = {}): Promise<LoopbackBigquery> {
  const findUnfiltered: FindUnfiltered =
    partitionFilters === 'checked' ? (await import('./partition-filter.ts')).unfilteredTable : () => undefined;
  const engine = await duckdbEngine(findUnfiltered);
  const datasets = new Map<string, DatasetRequest>();
  const jobs = new Jobs(engine, (dataset) => datasets.has(dataset));
  const requests: string[] = [];
  const faults: { fault: RequestFault; left: number }[] = [];

  const nextFault = (line: string) => {
    const found = faults.find(({ fault, left }) => left > 0 && fault.request.test(line));
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  };
  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const place = await placeOf(request);
    const line = `${place.method} ${place.path}`;
    requests.push(line);
    const fault = nextFault(line);
    const refusal =
      fault === undefined || fault.answer === 'lost'
        ? undefined
        : new Refusal({ message: fault.answer.reason, ...fault.answer });
    const answer = refusal ?? (await answerTo(place, { engine, jobs, datasets }));
    if (fault?.answer === 'lost') {
      request.socket.destroy();
      return;
    }
    const isRefusal = answer instanceof Refusal;
    response.writeHead(isRefusal ? answer.status : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isRefusal ? answer.body : answer));
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, host, resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    jobs,
    datasets,
    requests,
    fail: (fault) => {
      faults.push({ fault, left: fault.times });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      engine.close();
    },
  };
}

async function placeOf(request: IncomingMessage): Promise<Place> {
  const { method = '', url: given = '', headers } = request;
  const url = new URL(given, 'http://loopback');
  const path = url.pathname.replace(/\/bigquery\/v2\/projects\/[\w-]+/, '');
  return { method, path, url, body: await text(request), contentType: headers['content-type'] ?? '' };
}

interface Service {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly datasets: Map<string, DatasetRequest>;
}

type Handler = (service: Service, place: Place, parts: readonly string[]) => Promise<object> | object;

const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [/^POST \/jobs$/, ({ jobs }, { body }) => jobs.submit(JSON.parse(body))],
  [/^POST \/upload\/jobs$/, ({ jobs }, place) => jobs.insert(...uploadOf(place))],
  [/^GET \/jobs\/([\w-]+)$/, ({ jobs }, _, [id = '']) => jobs.get(id)],
  [/^GET \/queries\/([\w-]+)$/, ({ jobs }, { url }, [id = '']) => jobs.results(id, pageOf(url))],
  [/^POST \/datasets$/, createDataset],
  [/^GET \/datasets\/(\w+)$/, ({ datasets }, _, [id = '']) => datasetNamed(datasets, id)],
  [/^GET \/datasets\/(\w+)\/tables$/, listTables],
  [/^GET \/datasets\/(\w+)\/tables\/(\w+)$/, getTable],
  [/^DELETE \/datasets\/(\w+)\/tables\/(\w+)$/, dropTable],
];

async function answerTo(place: Place, service: Service): Promise<object | Refusal> {
  const line = `${place.method} ${place.path}`;
  try {
    for (const [pattern, handler] of ROUTES) {
      const match = pattern.exec(line);
      if (match !== null) return await handler(service, place, match.slice(1));
    }
    return new Refusal({ status: 501, reason: 'notImplemented', message: `the loopback BigQuery has no ${line}` });
  } catch (error) {
    if (error instanceof Refusal) return error;
    return new Refusal({ status: 400, reason: 'invalid', message: errorText(error) });
  }
}

/** The metadata and the rows of a multipart upload. */
function uploadOf({ body, contentType }: Place): [unknown, string] {
  const [, boundary = ''] = /boundary="?([^";]+)"?/.exec(contentType) ?? [];
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''));
  const [metadata = '', rows = ''] = parts;
  return [JSON.parse(metadata), rows];
}

function pageOf(url: URL): { readonly from: number; readonly most: number } {
  return {
    from: Number(url.searchParams.get('pageToken') ?? 0),
    most: Number(url.searchParams.get('maxResults') ?? 10_000),
  };
}

async function createDataset({ engine, datasets }: Service, { body }: Place): Promise<object> {
  const dataset = DatasetRequest.parse(JSON.parse(body));
  const { datasetId } = dataset.datasetReference;
  if (datasets.has(datasetId))
    throw new Refusal({ status: 409, reason: 'duplicate', message: `Already Exists: Dataset test:${datasetId}` });
  datasets.set(datasetId, dataset);
  await engine.createDataset(datasetId);
  return dataset;
}

function datasetNamed(datasets: ReadonlyMap<string, DatasetRequest>, id: string): DatasetRequest {
  const found = datasets.get(id);
  if (found === undefined) throw notFound(`Dataset test:${id}`);
  return found;
}

async function listTables(
  { engine, datasets }: Service,
  _: Place,
  [datasetId = '']: readonly string[],
): Promise<object> {
  datasetNamed(datasets, datasetId);
  const names = await engine.tables(datasetId);
  return {
    tables: names.map((tableId) => ({ tableReference: { projectId: 'test', datasetId, tableId }, type: 'TABLE' })),
  };
}

async function getTable({ engine }: Service, _: Place, [dataset = '', id = '']: readonly string[]): Promise<object> {
  const table = await engine.table(dataset, id);
  if (table === undefined) throw notFound(`Table test:${dataset}.${id}`);
  const { fields, partitionField: field, requiresFilter } = table;
  return {
    type: 'TABLE',
    schema: { fields },
    ...(field === undefined ? {} : { timePartitioning: { type: 'DAY', field } }),
    ...(requiresFilter ? { requirePartitionFilter: true } : {}),
  };
}

async function dropTable({ engine }: Service, _: Place, [dataset = '', id = '']: readonly string[]): Promise<object> {
  await engine.drop(dataset, id);
  return {};
}
