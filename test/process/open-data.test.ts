import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtempDisposable, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import { readServerFile, ServerFile, writeServerFile } from '#src/bot/http/server-file.ts';
import type { OpenApp } from '#src/operations/app.ts';
import type { Authenticated } from '#src/operations/kit/authenticate.ts';
import { failureOf } from '#src/operations/kit/failure.ts';
import type { Operation, Progress } from '#src/operations/kit/operation.ts';
import { Problem } from '#src/platform/problem.ts';
import {
  type OpenData,
  type OpenDataSettings,
  type OperationRunner,
  openData,
  openDocuments,
} from '#src/process/open-data.ts';
import { eventually } from '#test/eventually.ts';
import { FAKE_OPERATIONS } from '../bot/fake-operations.ts';
import { AGENT, ANN } from '../coordination/identity/actors.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const AGENT_TOKEN = 'tipoff_1_secret';
const SHOW = operationNamed('slate show');
const END = operationNamed('slate end');
const SHOWN = { date: '2026-02-05', dry_run: false };

interface Process {
  readonly dataFolder: string;
  /** Starts a simulated process. All of them share the folder, and one can hold it. */
  reach(changes?: Partial<OpenDataSettings>): Promise<OpenData>;
  /** Starts a simulated process that needs only documents. */
  documents(changes?: Partial<OpenDataSettings>): Promise<OperationRunner>;
}

const test = base.extend<{ machine: Process }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  machine: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const dataFolder = join(folder.path, 'data');
    const lock: { heldBy?: string } = {};
    const reached: OpenData[] = [];
    const settings: OpenDataSettings = {
      dataFolder,
      operations: FAKE_OPERATIONS,
      person: ANN,
      token: TOKEN,
      bearer: undefined,
      authenticate: async (_app, bearer) => tokenOf(bearer),
      mounts: () => ({ mounts: {}, guardedMounts: {} }),
      version: '1.2.3',
      openApp: async () => oneHolder(lock, createApp({ platform: 'embedded', dataFolder })),
    };
    await use({
      dataFolder,
      reach: async (changes) => {
        const data = await openData({ ...settings, ...changes });
        reached.push(data);
        return data;
      },
      documents: (changes) => openDocuments({ ...settings, ...changes }),
    });
    for (const data of reached) await data.close();
  },
});

test('the first process holds the data and publishes server.json, for this user only, until it closes', async ({
  machine,
}) => {
  const first = await machine.reach();
  expect(first.held).toBe('here');
  const path = join(machine.dataFolder, 'server.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(ServerFile.parse(JSON.parse(await readFile(path, 'utf8')))).toMatchObject({ pid: process.pid, token: TOKEN });
  await first.close();
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('the second process runs its operations in the first one, with progress', async ({ machine }) => {
  await machine.reach();
  const second = await machine.reach();
  expect(second.held).toBe('elsewhere');
  const told: string[] = [];
  const outcome = await ask(second, SHOW, { input: SHOWN, progress: (text) => told.push(text) });
  expect(outcome).toEqual({
    decision: 'done',
    code: 'ok',
    message: 'Here it is.',
    data: { ...SHOWN, by: 'ann' },
    next: [],
  });
  expect(told).toEqual(['looking']);
});

test.for([
  ['problem', { kind: 'refused', code: 'too_late', message: 'The slate is closed.' }],
  ['unavailable', { kind: 'unavailable', message: 'The store cannot be reached. Try again in a moment.' }],
  ['defect', { kind: 'defect', message: 'x is not a function' }],
] as const)('a %s over there is the same one here', async ([way, failure], { machine }) => {
  await machine.reach();
  const second = await machine.reach();
  await expect(ask(second, END, { input: { way } })).rejects.toMatchObject({ failure });
});

test.for([['refused'], ['pending']] as const)(
  'an outcome that is %s over there is one here',
  async ([way], { machine }) => {
    await machine.reach();
    const second = await machine.reach();
    expect((await ask(second, END, { input: { way } })).decision).toBe(way);
  },
);

test('the server.json of a process that has ended is replaced', async ({ machine }) => {
  const first = await machine.reach();
  await first.close();
  await writeServerFile(machine.dataFolder, { ...first.server, instance: 'gone', token: 'x'.repeat(32) });
  expect((await machine.reach()).held).toBe('here');
});

test('another process on the same port is not mistaken for the one that wrote server.json', async ({ machine }) => {
  const first = await machine.reach();
  await writeServerFile(machine.dataFolder, { ...first.server, instance: 'another' });
  await expect(machine.reach({ patienceMs: 0 })).rejects.toMatchObject({ code: 'data_held' });
});

test('a caller with the token of an agent acts as that agent, whichever process holds the data', async ({
  machine,
}) => {
  const here = await machine.reach({ bearer: AGENT_TOKEN });
  const elsewhere = await machine.reach({ bearer: AGENT_TOKEN });
  for (const data of [here, elsewhere]) {
    expect(await ask(data, SHOW, { input: SHOWN })).toMatchObject({ data: { by: AGENT.name } });
  }
});

test('an invalid token is refused, whichever process holds the data', async ({ machine }) => {
  const here = await machine.reach({ bearer: 'tipoff_9_secret' });
  const elsewhere = await machine.reach({ bearer: 'tipoff_9_secret' });
  await expect(ask(here, SHOW, { input: SHOWN })).rejects.toMatchObject({ code: 'token_revoked' });
  await expect(ask(elsewhere, SHOW, { input: SHOWN })).rejects.toMatchObject({ failure: { code: 'token_revoked' } });
});

describe('an operation that needs only documents', () => {
  test('works beside a process that holds the data and does not answer', async ({ machine }) => {
    const openApp = async () => heldBy(4711, createApp({ platform: 'embedded', dataFolder: machine.dataFolder }));
    const documents = await machine.documents({ openApp });
    expect(await ask(documents, SHOW, { input: SHOWN })).toMatchObject({ data: { by: 'ann' } });
    await documents.close();
  });

  test('runs in the process that serves the folder, if there is one', async ({ machine }) => {
    await machine.reach();
    const openApp = () => Promise.reject(new Error('it opened the data'));
    const documents = await machine.documents({ openApp, bearer: AGENT_TOKEN });
    expect(await ask(documents, SHOW, { input: SHOWN })).toMatchObject({ data: { by: AGENT.name } });
    await documents.close();
  });

  test('runs as the actor of the token, and an invalid token is refused', async ({ machine }) => {
    const documents = await machine.documents({ bearer: AGENT_TOKEN });
    expect(await ask(documents, SHOW, { input: SHOWN })).toMatchObject({ data: { by: AGENT.name } });
    const refused = await machine.documents({ bearer: 'tipoff_9_secret' });
    await expect(ask(refused, SHOW, { input: SHOWN })).rejects.toMatchObject({ code: 'token_revoked' });
    await Promise.all([documents.close(), refused.close()]);
  });
});

test('an agent is refused a local operation by name, whichever process holds the data', async ({ machine }) => {
  const local = operationNamed('slate read-file');
  const here = await machine.reach({ bearer: AGENT_TOKEN });
  const elsewhere = await machine.reach({ bearer: AGENT_TOKEN });
  for (const data of [here, elsewhere]) {
    const call = { input: {}, actor: ANN, request: 'r', progress: () => undefined };
    await expect(data.run(local, call)).rejects.toThrow(
      'Only the person at this machine may run `tipoff slate read-file`',
    );
  }
});

test('a process that cannot write server.json closes its server', async ({ machine }) => {
  const { dataFolder } = machine;
  const servers = () =>
    process.getActiveResourcesInfo().filter((name) => ['TCPServerWrap', 'PipeWrap', 'PipeServerWrap'].includes(name))
      .length;
  const before = servers();
  const now = () => {
    throw new Error('no clock');
  };
  const openApp = async () => ({
    ...createApp({ platform: 'embedded', dataFolder }, { now }),
    hold: async () => undefined,
  });
  await expect(machine.reach({ openApp })).rejects.toThrow('no clock');
  await eventually(() => expect(servers()).toBe(before));
});

test('a program that took the port of a killed server gets neither a token nor a question', async ({ machine }) => {
  const { server } = await killed(machine);
  await using impostor = await impostorAt(server.port, server.instance);
  const lock = { ...SHOWN, player: 'You hold the lock' };
  const documents = await machine.documents({ bearer: AGENT_TOKEN });
  expect(await ask(documents, SHOW, { input: lock })).toMatchObject({ message: 'Here it is.' });
  await documents.close();
  const data = await machine.reach({ bearer: AGENT_TOKEN });
  expect(data.held).toBe('here');
  expect(impostor.received).toEqual([]);
});

test('the folder and its files become private, also those of an earlier release', async ({ machine }) => {
  const { dataFolder } = machine;
  await mkdir(join(dataFolder, 'slack'), { recursive: true, mode: 0o755 });
  for (const name of ['tipoff.log', 'server.json', 'slack/slack-workspace.sqlite', 'old']) {
    await writeFile(join(dataFolder, name), '', { mode: 0o644 });
  }
  for (const folder of [dataFolder, join(dataFolder, 'slack')]) await chmod(folder, 0o777);
  await machine.reach();
  const names = (await readdir(dataFolder, { recursive: true })).filter((name) => name !== 'slack');
  expect(names).toEqual(expect.arrayContaining(['tipoff.sock', 'server.json', 'slack/slack-workspace.sqlite', 'old']));
  expect(await modesOf([dataFolder, join(dataFolder, 'slack')])).toEqual([0o700, 0o700]);
  const left = ['tipoff.log', 'server.json', 'slack/slack-workspace.sqlite', 'old', 'tipoff.sock'];
  expect(await modesOf(left.map((name) => join(dataFolder, name)))).toEqual(left.map(() => 0o600));
});

test('a command that runs in another process leaves the content of the folder alone', async ({ machine }) => {
  await machine.reach();
  const later = join(machine.dataFolder, 'later');
  await writeFile(later, '');
  await chmod(later, 0o644);
  await (await machine.reach()).close();
  await (await machine.documents()).close();
  expect(await modesOf([later])).toEqual([0o644]);
});

test('a linked store becomes private, and links to folders and to nothing are left alone', async ({ machine }) => {
  const { dataFolder } = machine;
  const outside = join(dataFolder, '..', 'outside');
  await Promise.all([mkdir(dataFolder), mkdir(outside, { mode: 0o755 })]);
  await writeFile(join(outside, 'store'), '', { mode: 0o644 });
  await symlink(join(outside, 'store'), join(dataFolder, 'store'));
  await symlink(outside, join(dataFolder, 'folder'));
  await symlink('/nowhere', join(dataFolder, 'nothing'));
  expect((await machine.reach()).held).toBe('here');
  expect(await modesOf([outside, join(outside, 'store')])).toEqual([0o755, 0o600]);
});

test.runIf(process.getuid?.() === 0)(
  'a folder or a file of another user is refused in a sentence',
  async ({ machine }) => {
    const { dataFolder } = machine;
    await mkdir(dataFolder);
    await writeFile(join(dataFolder, 'planted'), '');
    await chown(join(dataFolder, 'planted'), 65_534, 65_534);
    await expect(machine.reach()).rejects.toMatchObject({
      code: 'foreign_folder',
      message: expect.stringMatching(/planted belongs to another user \(UID 65534\), and you are UID 0\./),
    });
    await chown(dataFolder, 65_534, 65_534);
    await expect(machine.documents()).rejects.toThrow(
      `The data folder ${dataFolder} belongs to another user (UID 65534)`,
    );
  },
);

test('a data folder whose path is too long for a socket is served at a socket in a private folder', async ({
  machine,
}) => {
  const dataFolder = join(machine.dataFolder, 'x'.repeat(100));
  const first = await machine.reach({ dataFolder });
  const { socket } = first.server;
  expect(Buffer.byteLength(socket)).toBeLessThan(104);
  expect(await modesOf([join(socket, '..'), socket])).toEqual([0o700, 0o600]);
  const second = await machine.reach({ dataFolder });
  expect(second.held).toBe('elsewhere');
  expect(await ask(second, SHOW, { input: SHOWN })).toMatchObject({ decision: 'done' });
  await first.close();
  await expect(stat(join(socket, '..'))).rejects.toThrow('ENOENT');
});

test('nothing is sent to a socket in a folder where other users may write', async ({ machine }) => {
  const { server } = await machine.reach();
  await using shared = await mkdtempDisposable(join(tmpdir(), 'shared-'));
  await using impostor = await impostorAt(join(shared.path, 'tipoff.sock'), server.instance);
  await chmod(shared.path, 0o777);
  await writeServerFile(machine.dataFolder, { ...server, socket: join(shared.path, 'tipoff.sock') });
  await expect(machine.reach({ bearer: AGENT_TOKEN })).rejects.toMatchObject({ code: 'foreign_socket' });
  await expect(machine.documents({ bearer: AGENT_TOKEN })).rejects.toMatchObject({ code: 'foreign_socket' });
  expect(impostor.received).toEqual([]);
});

test.runIf(process.getuid?.() === 0)('a server.json that another user wrote is ignored', async ({ machine }) => {
  const { server } = await machine.reach();
  const path = join(machine.dataFolder, 'server.json');
  expect(await readServerFile(machine.dataFolder)).toEqual(server);
  await chown(path, 65_534, 65_534);
  expect(await readServerFile(machine.dataFolder)).toBeUndefined();
});

test('an incomplete server.json is ignored', async ({ machine }) => {
  await (await machine.reach()).close();
  await writeFile(join(machine.dataFolder, 'server.json'), '{"port": 80');
  expect((await machine.reach()).held).toBe('here');
});

test('when many start at once, one holds the data and the others call it', async ({ machine }) => {
  const reached = await Promise.all(Array.from({ length: 8 }, () => machine.reach()));
  expect(reached.filter((data) => data.held === 'here')).toHaveLength(1);
  const outcomes = await Promise.all(reached.map((data) => ask(data, SHOW, { input: SHOWN })));
  expect(new Set(outcomes.map(({ decision }) => decision))).toEqual(new Set(['done']));
});

test('a holder that does not answer is named with the folder', async ({ machine }) => {
  const openApp = async () => heldBy(4711, createApp({ platform: 'embedded', dataFolder: machine.dataFolder }));
  const reached = machine.reach({ openApp, patienceMs: 0 });
  expect(failureOf(await reached.catch((error: unknown) => error))).toEqual({
    kind: 'unavailable',
    code: 'data_held',
    message: `The data folder ${machine.dataFolder} is held by process 4711, which does not answer. Stop that process, or point TIPOFF_DATA at another folder.`,
  });
});

test.for([
  ['a file', 'package.json', 'is not a folder'],
  ['below a file', 'package.json/data', 'is not a folder'],
  ['where nothing can be made', '/proc/tipoff', 'cannot be created there'],
] as const)('a data folder that is %s is refused in a sentence', async ([, dataFolder, reason], { machine }) => {
  await expect(machine.reach({ dataFolder })).rejects.toMatchObject({
    code: 'folder_unusable',
    message: expect.stringContaining(`The data folder ${dataFolder} ${reason}`),
  });
});

/** What a process leaves behind that is killed: its `server.json`. */
async function killed(machine: Process): Promise<OpenData> {
  const data = await machine.reach();
  const left = await readFile(join(machine.dataFolder, 'server.json'), 'utf8');
  await data.close();
  await writeFile(join(machine.dataFolder, 'server.json'), left, { mode: 0o600 });
  return data;
}

/** A program of another user on a port or at a socket: it confirms every instance and says yes to everything. */
async function impostorAt(where: number | string, instance: string) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const outcome = { decision: 'done', code: 'ok', message: 'You hold the lock', data: {}, next: [] };
    response.end(JSON.stringify(request.url === '/health' ? { instance } : { outcome }));
  });
  await once(typeof where === 'string' ? server.listen(where) : server.listen(where, '127.0.0.1'), 'listening');
  return { received, [Symbol.asyncDispose]: async () => void server.close() };
}

function modesOf(paths: readonly string[]): Promise<readonly number[]> {
  return Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o777));
}

function ask(
  data: OperationRunner,
  operation: Operation,
  call: { input: Record<string, unknown>; progress?: Progress },
) {
  return data.run(operation, { actor: ANN, request: 'r1', progress: () => undefined, ...call });
}

/** One token is an agent's. */
function tokenOf(bearer: string): Authenticated {
  return bearer === AGENT_TOKEN ? { type: 'actor', actor: AGENT } : { type: 'refused', because: 'revoked' };
}

/** The warehouse's lock tells processes apart; inside this one it is played by `lock`. */
function oneHolder(lock: { heldBy?: string }, opened: OpenApp): OpenApp {
  return {
    ...opened,
    hold: async () => {
      if (lock.heldBy !== undefined) throw held(process.pid);
      lock.heldBy = opened.app.instanceId;
    },
    close: async () => {
      await opened.close();
      if (lock.heldBy === opened.app.instanceId) delete lock.heldBy;
    },
  };
}

function heldBy(pid: number, opened: OpenApp): OpenApp {
  return {
    ...opened,
    hold: async () => {
      throw held(pid);
    },
  };
}

function held(pid: number): Problem {
  return new Problem({ code: 'warehouse_held', message: `The warehouse is open in another process (PID ${pid}).` });
}

function operationNamed(name: string): Operation {
  const found = FAKE_OPERATIONS.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`there is no operation ${name}`);
  return found;
}
