import { describe, expect, it } from 'vitest';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import type { App } from '#src/operations/app.ts';
import { laterBy } from '#src/platform/instant.ts';
import { AGENT as CLAUDE } from '../../coordination/identity/actors.ts';
import { anApp, ask, run } from './a-deploy.ts';

const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const MISSED_MS = 100_000;

/** Moves its last heartbeat this far into the past. */
async function missHeartbeats(app: App, silentMs: number): Promise<void> {
  const heartbeat_at = laterBy(await app.store.now(), -silentMs);
  await app.store.transaction(async (transaction) => transaction.update(sessionRef(CLAUDE.session), { heartbeat_at }));
}

/** Claude holds worker and has missed three heartbeats, and another command has noticed it. */
async function anUnresponsiveHold(): Promise<App> {
  const app = await anApp();
  await ask(app, CLAUDE, ['session start', {}]);
  await ask(app, CLAUDE, ['session beat', {}]);
  await run(app, CLAUDE, ['claim', { service: 'worker', reason: 'a fix' }]);
  await missHeartbeats(app, MISSED_MS);
  await run(app, BEN, ['leave', { service: 'worker' }]);
  expect(await unresponsiveSince(app)).not.toBeNull();
  return app;
}

async function unresponsiveSince(app: App) {
  return (await app.store.get(lockRef('worker')))?.data.hold?.suspect_since;
}

async function unresponsivePosts(app: App): Promise<readonly unknown[]> {
  const posts = await app.store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => JSON.parse(data.wanted)).filter(({ type }) => type === 'lock-suspect');
}

describe('a hold becomes responsive again', () => {
  it('after a lock command of its session, and the announcement says so', async () => {
    const app = await anUnresponsiveHold();
    await run(app, CLAUDE, ['extend', { service: 'worker' }]);
    expect(await unresponsiveSince(app)).toBeNull();
    expect(await unresponsivePosts(app)).toMatchObject([{ outcome: 'heard-again' }]);
  });

  it('after any other change by its session', async () => {
    const app = await anUnresponsiveHold();
    await run(app, CLAUDE, ['leave', { service: 'bot' }]);
    expect(await unresponsiveSince(app)).toBeNull();
  });

  it('but not when its person extends it', async () => {
    const app = await anUnresponsiveHold();
    await run(app, personAt('cli', { name: 'ann' }), ['extend', { service: 'worker', for: '2h' }]);
    expect(await unresponsiveSince(app)).not.toBeNull();
  });

  it('but not after a read, because others may have a read token of the session', async () => {
    const app = await anUnresponsiveHold();
    await run(app, CLAUDE, ['status', {}]);
    await run(app, BEN, ['leave', { service: 'bot' }]);
    expect(await unresponsiveSince(app)).not.toBeNull();
  });

  it('when its dead session restarts before anybody noticed', async () => {
    const app = await anUnresponsiveHold();
    await missHeartbeats(app, 16 * 60_000);
    await ask(app, CLAUDE, ['session start', {}]);
    await run(app, BEN, ['leave', { service: 'worker' }]);
    expect(await unresponsiveSince(app)).toBeNull();
  });
});

it('a dead session is not revived by a command, and the answer says to start it again', async () => {
  const app = await anUnresponsiveHold();
  await missHeartbeats(app, 16 * 60_000);
  const refused = await run(app, CLAUDE, ['claim', { service: 'bot', reason: 'a fix' }]);
  expect(refused).toMatchObject({ decision: 'refused', code: 'session_over' });
  expect((await app.store.get(lockRef('worker')))?.data.hold).toBeNull();
});
