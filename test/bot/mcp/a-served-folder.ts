import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LAUNCHER = join(ROOT, 'tipoff.js');
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/;

const Answer = z.object({
  decision: z.string(),
  code: z.string(),
  message: z.string(),
  data: z.unknown(),
  next: z.array(z.unknown()),
});

type Environment = Readonly<Record<string, string>>;

/** A data folder and the processes that people and agents start on it, all real. */
export interface ServedFolder {
  readonly path: string;
  /** Starts `tipoff serve`; resolves to the address of the channel for a browser. */
  serve(): Promise<string>;
  stopServing(): Promise<void>;
  /** A token of a new session that acts for ann. */
  token(name: string): Promise<string>;
  /** An agent's client that has started `tipoff mcp`; without a token it is the person's. */
  overStdio(token?: string): Promise<Client>;
  overHttp(token: string): Promise<Client>;
  /** Runs a command; resolves to the data of its `--json`. */
  tipoff(...argv: readonly string[]): Promise<unknown>;
  remove(): Promise<void>;
}

export async function aServedFolder(env: Environment): Promise<ServedFolder> {
  const path = await mkdtemp(join(tmpdir(), 'served-'));
  const own = { ...env, TIPOFF_DATA: path };
  const clients: Client[] = [];
  let server: ChildProcess | undefined;
  const connected = async (transport: Parameters<Client['connect']>[0]) => {
    const client = new Client({ name: 'a test', version: '1' });
    clients.push(client);
    await client.connect(transport);
    return client;
  };
  const tipoff = async (...argv: readonly string[]) => {
    const child = spawn(process.execPath, [LAUNCHER, ...argv, '--json'], {
      env: own,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(await textOf(child)).data;
  };
  const folder: ServedFolder = {
    path,
    tipoff,
    serve: async () => {
      server = spawn(process.execPath, [LAUNCHER, 'serve'], { env: own, stdio: ['ignore', 'pipe', 'inherit'] });
      return await addressOf(server);
    },
    stopServing: async () => {
      if (server === undefined) return;
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      server = undefined;
    },
    token: async (name) => {
      const made = await tipoff('token', 'create', '--session', name, '--for', '@ann');
      return z.object({ token: z.string() }).parse(made).token;
    },
    overStdio: (token) =>
      connected(
        new StdioClientTransport({
          command: process.execPath,
          args: [LAUNCHER, 'mcp'],
          env: token === undefined ? own : { ...own, TIPOFF_TOKEN: token },
          stderr: 'ignore',
        }),
      ),
    overHttp: async (token) => {
      const { port } = z
        .object({ port: z.number() })
        .parse(JSON.parse(await readFile(join(path, 'server.json'), 'utf8')));
      const headers = { authorization: `Bearer ${token}` };
      return await connected(
        new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), { requestInit: { headers } }),
      );
    },
    remove: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await folder.stopServing();
      await rm(path, { recursive: true, force: true });
    },
  };
  return folder;
}

/** Calls a tool and reads its structured answer. */
export async function answerOf(client: Client, name: string, given: Readonly<Record<string, unknown>>) {
  const { structuredContent, isError } = await client.callTool({ name, arguments: given });
  return { ...Answer.parse(structuredContent), isError };
}

async function textOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stdout ?? []) said += String(chunk);
  return said;
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(chunk);
    const address = ADDRESS.exec(said)?.[0];
    if (address === undefined) continue;
    stdout?.resume();
    return address;
  }
  throw new Error(`tipoff ended without an address: ${said}`);
}
