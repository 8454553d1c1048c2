import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { Failed } from '../../operations/kit/failure.ts';
import { type Operation, Outcome, type Progress } from '../../operations/kit/operation.ts';
import { STREAM_TYPE } from './answer.ts';
import { apiPath } from './api-path.ts';
import { errorOfDetails, HttpProblem } from './problem-details.ts';
import type { ServerFile } from './server-file.ts';

const PING_WITHIN_MS = 2_000;

const Line = z.union([
  z.object({ progress: z.string() }),
  z.object({ outcome: Outcome }),
  z.object({ problem: HttpProblem }),
]);

const Health = z.object({ instance: z.string() });

/** Whether the process that wrote this file is there and is that process, not one that came to its port later. */
export async function respondsAt(server: ServerFile): Promise<'alive' | 'gone'> {
  try {
    const response = await send(server, {
      method: 'GET',
      path: '/health',
      within: AbortSignal.timeout(PING_WITHIN_MS),
    });
    const health = Health.safeParse(JSON.parse(await textOf(response)));
    return health.data?.instance === server.instance ? 'alive' : 'gone';
  } catch {
    return 'gone';
  }
}

export interface ServerCall {
  readonly operation: Pick<Operation, 'name' | 'reach'>;
  readonly input: unknown;
  /** Names this request: the door changes once what is asked for twice under one name. */
  readonly request: string;
  readonly progress: Progress;
}

/**
 * Has the process that holds the data run an operation. `not begun`: it ended before it took the request, because it answers with headers
 * before it begins. Throws `Failed` with what that process said, or when it ended later.
 */
export async function callServer(server: ServerFile, call: ServerCall): Promise<z.infer<typeof Outcome> | 'not begun'> {
  const path = `${apiPath(call.operation)}?detail=full`;
  const body = JSON.stringify(call.input);
  const response = await send(server, { method: 'POST', path, body, request: call.request }).catch(
    () => 'not begun' as const,
  );
  if (response === 'not begun') return response;
  try {
    return await readAnswer(response, call.progress);
  } catch (error) {
    throw error instanceof Failed ? error : ended(server.pid, error);
  }
}

async function readAnswer(response: IncomingMessage, progress: Progress): Promise<z.infer<typeof Outcome>> {
  if (response.statusCode !== 200) throw errorOfDetails(HttpProblem.parse(JSON.parse(await textOf(response))));
  for await (const text of createInterface({ input: response })) {
    const line = Line.parse(JSON.parse(text));
    if ('outcome' in line) return line.outcome;
    if ('problem' in line) throw errorOfDetails(line.problem);
    progress(line.progress);
  }
  throw new Error('The answer ended before the outcome.');
}

function ended(pid: number, cause: unknown): Failed {
  return new Failed(
    {
      kind: 'unavailable',
      code: 'owner_gone',
      message: `The process that holds the data (PID ${pid}) ended before it answered. Ask again.`,
    },
    cause,
  );
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly request?: string;
  readonly within?: AbortSignal;
}

/** Loads what it sends with when it sends: most commands find nobody to ask. */
async function send(
  server: ServerFile,
  { method, path, body = '', request: key, within }: Sent,
): Promise<IncomingMessage> {
  const { request } = await import('node:http');
  return await new Promise((resolve, reject) => {
    request({
      host: '127.0.0.1',
      port: server.port,
      agent: false,
      method,
      path,
      headers: {
        accept: STREAM_TYPE,
        authorization: `Bearer ${server.token}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}),
      },
      ...(within === undefined ? {} : { signal: within }),
    })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
