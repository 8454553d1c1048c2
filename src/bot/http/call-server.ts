import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { Failed } from '../../operations/kit/failure.ts';
import type { Operation, Outcome, Progress } from '../../operations/kit/operation.ts';
import { parseReply } from '../../operations/kit/parse-reply.ts';
import { Problem } from '../../platform/problem.ts';
import { apiPath } from './api-path.ts';
import { verifySocketOwner } from './local-socket.ts';
import { errorOfDetails, HttpProblem } from './problem-details.ts';
import { STREAM_TYPE } from './respond.ts';
import type { ServerFile } from './server-file.ts';

const PING_WITHIN_MS = 2_000;

const Line = z.union([
  z.object({ progress: z.string() }),
  z.object({ outcome: z.unknown() }),
  z.object({ problem: HttpProblem }),
]);

const Health = z.object({ instance: z.string() });

/**
 * Checks whether the process that wrote a server.json is alive. Returns `gone` if no process or another process answers
 * at its socket. Throws a `Problem` `foreign_socket` if another user could answer at the socket.
 */
export async function respondsAt(server: ServerFile): Promise<'alive' | 'gone'> {
  try {
    const response = await send(server, {
      method: 'GET',
      path: '/health',
      within: AbortSignal.timeout(PING_WITHIN_MS),
    });
    const health = Health.safeParse(JSON.parse(await textOf(response)));
    return health.data?.instance === server.instance ? 'alive' : 'gone';
  } catch (error) {
    if (error instanceof Problem) throw error;
    return 'gone';
  }
}

/** The parts of an operation that a client needs to call it. */
export type CalledOperation<T, R> = Pick<Operation<never, T, R>, 'name' | 'reach' | 'output' | 'refusal'>;

interface ServerCall<T, R> {
  readonly operation: CalledOperation<T, R>;
  readonly input: unknown;
  /** The idempotency key of the request. The server applies a request once, even if it arrives several times. */
  readonly request: string;
  readonly progress: Progress;
}

/**
 * Calls an operation in the process that holds the data, and parses the reply. Returns `not begun` if the process ended
 * before it sent response headers, because it sends them before it starts an operation. Throws `Failed` if the process
 * reported a failure or ended later. Throws a `Problem` `foreign_socket` if another user could receive the call.
 */
export async function callServer<T, R>(
  server: ServerFile,
  call: ServerCall<T, R>,
): Promise<Outcome<T, R> | 'not begun'> {
  const path = `${apiPath(call.operation)}?detail=full`;
  const body = JSON.stringify(call.input);
  const response = await send(server, { method: 'POST', path, body, request: call.request }).catch((error: unknown) => {
    if (error instanceof Problem) throw error;
    return 'not begun' as const;
  });
  if (response === 'not begun') return response;
  const reply = await readReply(response, call.progress).catch((error: unknown) => {
    throw error instanceof Failed ? error : ended(server.pid, error);
  });
  try {
    return parseReply(call.operation, reply);
  } catch (error) {
    throw otherVersion(server.pid, error);
  }
}

async function readReply(response: IncomingMessage, progress: Progress): Promise<unknown> {
  if (response.statusCode !== 200) throw errorOfDetails(HttpProblem.parse(JSON.parse(await textOf(response))));
  for await (const text of createInterface({ input: response })) {
    const line = Line.parse(JSON.parse(text));
    if ('outcome' in line) return line.outcome;
    if ('problem' in line) throw errorOfDetails(line.problem);
    progress(line.progress);
  }
  throw new Error('The connection ended before the reply was complete.');
}

function ended(pid: number, cause: unknown): Failed {
  return new Failed(
    {
      kind: 'unavailable',
      code: 'owner_gone',
      message: `The process that holds the data (PID ${pid}) ended before it answered. Try again.`,
    },
    cause,
  );
}

/** A reply cannot be parsed if Tipoff was updated after the calling or the serving process had started. */
function otherVersion(pid: number, cause: unknown): Failed {
  return new Failed(
    {
      kind: 'unavailable',
      code: 'other_version',
      message: `The process that holds the data (PID ${pid}) runs another version of Tipoff. Restart it, then try again.`,
    },
    cause,
  );
}

interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly request?: string;
  readonly within?: AbortSignal;
}

/**
 * Sends a request to the socket of the server and never to its port, because any user may bind a free port and would
 * receive the token. Loads `node:http` only at the first call, because most commands find no server to call. An `import`
 * of it would also load the code of `fetch` and WebSocket, which takes longer than the call.
 */
async function send(
  server: ServerFile,
  { method, path, body = '', request: key, within }: HttpCall,
): Promise<IncomingMessage> {
  await verifySocketOwner(server.socket);
  const { request } = process.getBuiltinModule('node:http');
  return await new Promise((resolve, reject) => {
    request({
      socketPath: server.socket,
      agent: false,
      method,
      path,
      headers: {
        host: 'localhost',
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
