import { hash, randomUUID } from 'node:crypto';
import { type FinishedOptions, Readable, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Operation, Outcome, Progress } from '../../operations/kit/operation.ts';
import { errorText } from '../../platform/error-text.ts';
import { connectMcpServer } from './connect-mcp-server.ts';
import { keepSession } from './keep-session.ts';

const SHORT_NAME_LENGTH = 32;

export interface StdioSettings {
  readonly operations: readonly Operation[];
  readonly version: string;
  readonly call: (
    operation: Operation,
    call: { readonly input: Readonly<Record<string, unknown>>; readonly request: string; readonly progress: Progress },
  ) => Promise<Outcome<unknown>>;
  /**
   * The kind of caller. For an agent's `token`, this process sends the heartbeats of the token's session. The session
   * of a `person` needs no heartbeats.
   */
  readonly identity: 'token' | 'person';
  readonly stdin: Readable;
  /** The output stream for MCP messages. Nothing else may be written to it. */
  readonly stdout: Writable;
  /** Shows a line of text to the people who watch the process. */
  readonly say: (text: string) => void;
  readonly interrupted: AbortSignal;
}

/**
 * Serves MCP over stdin and stdout, and sends the session's heartbeats. After stdin ends, it answers all calls that
 * have arrived. It stops immediately when `interrupted` is aborted or when the client no longer reads stdout.
 */
export async function serveStdio(settings: StdioSettings): Promise<void> {
  const { operations, version, stdout, say, interrupted } = settings;
  const connection = randomUUID();
  const stdin = Readable.from(withLastLineEnded(settings.stdin));
  const transport = new StdioServerTransport(stdin, stdout);
  const mcp = await connectMcpServer(
    {
      operations,
      version,
      perform: (operation, { input, requestId, progress }) =>
        settings.call(operation, { input, progress, request: `${connection}:${shortName(requestId)}` }),
      forbidden: () => undefined,
      recordDefect: (error) => say(`A tool failed because of a defect in Tipoff: ${errorText(error)}\n`),
    },
    transport,
  );
  const session = settings.identity === 'token' ? keepSession(settings, connection) : noSession(say);
  await ended(stdin, { writable: false, signal: interrupted });
  const draining = new AbortController();
  await Promise.race([
    mcp.answered(),
    ended(stdout, { readable: false, signal: AbortSignal.any([interrupted, draining.signal]) }),
  ]);
  draining.abort();
  await session.end();
  await mcp.close();
}

/** Hashes the id of an MCP request, because it may be any text while an idempotency key allows only some characters. */
function shortName(requestId: string): string {
  return hash('sha256', requestId, 'hex').slice(0, SHORT_NAME_LENGTH);
}

/** The last message on stdin may lack its line end. */
async function* withLastLineEnded(stdin: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stdin) yield Buffer.from(chunk);
  yield Buffer.from('\n');
}

/** Resolves when one side of a stream has ended or is broken, or when the signal is aborted. */
async function ended(stream: Readable | Writable, side: FinishedOptions): Promise<void> {
  await finished(stream, side).catch(() => undefined);
}

function noSession(say: (text: string) => void) {
  say('TIPOFF_TOKEN is not set, so the agent acts as you. `tipoff token create` gives it its own session.\n');
  return { end: () => Promise.resolve() };
}
