import { mkdtempDisposable } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createApp } from '#src/app.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { startBot } from '#src/process/start-bot.ts';
import { eventually } from '#test/eventually.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { aClockedStore } from '../coordination/sessions/a-store.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

const HOUR_MS = 3_600_000;

/** A Slack that takes connections and never answers. */
async function aSilentSlack() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const goAway = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { apiUrl: `http://127.0.0.1:${address.port}/api/`, goAway };
}

it('the watches of a bot run while Slack does not answer', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { store, pass } = aClockedStore();
  const platform = { platform: 'embedded', dataFolder: folder.path } as const;
  const { app, close } = createApp(platform, { store, log: silentLog });
  await startSession(app, { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 1_000 }, aTrail());
  pass(2_000);
  const silent = await aSilentSlack();
  const { apiUrl } = silent;
  const slack = {
    mode: 'socket',
    channel: 'predictions',
    channels: {},
    apiUrl,
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
  } as const;

  const { channel, close: closeBot } = startBot(app, { dataFolder: platform.dataFolder, slack }, () => undefined);
  const opened = vi.fn();
  void channel.then(opened);
  await eventually(async () => expect((await store.get(sessionRef('session_7')))?.data.noted).toBe('dead'));
  expect(opened).not.toHaveBeenCalled();

  silent.goAway();
  expect((await channel).slack).toBe('away');
  await closeBot();
  await close();
});

it('a closed bot starts no further jobs, so its stores can be closed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const platform = { platform: 'embedded', dataFolder: folder.path } as const;
  const run = vi.fn(async () => 'It ran.');
  const everyMinute = { name: 'count', summary: 'Count.', due: ['* * * * *'], catchUpWithinMs: HOUR_MS, run };
  const { app, close } = createApp(platform, { log: silentLog, jobs: [everyMinute] });
  const slack = { mode: 'local', port: undefined, channels: {} } as const;

  const bot = startBot(app, { dataFolder: folder.path, slack }, () => undefined);
  await bot.channel;
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  await bot.close();
  const runs = run.mock.calls.length;
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(runs).toBeGreaterThan(0);
  expect(run).toHaveBeenCalledTimes(runs);
  expect(vi.getTimerCount()).toBe(0);
  await close();
});
