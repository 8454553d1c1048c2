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

/** Its last beat was so long ago. */
async function silent(app: App, silentMs: number): Promise<void> {
  const heartbeat_at = laterBy(await app.store.now(), -silentMs);
  await app.store.transaction(async (transaction) => transaction.update(sessionRef(CLAUDE.session), { heartbeat_at }));
}

/** Claude beats, holds the worker, and has missed three beats, as somebody saw. */
async function aSuspect(): Promise<App> {
  const app = await anApp();
  await ask(app, CLAUDE, ['session start', {}]);
  await ask(app, CLAUDE, ['session beat', {}]);
  await run(app, CLAUDE, ['claim', { service: 'worker', reason: 'a fix' }]);
  await silent(app, MISSED_MS);
  await run(app, BEN, ['leave', { service: 'worker' }]);
  expect(await suspectSince(app)).not.toBeNull();
  return app;
}

async function suspectSince(app: App) {
  return (await app.store.get(lockRef('worker')))?.data.hold?.suspect_since;
}

async function suspectPosts(app: App): Promise<readonly unknown[]> {
  const posts = await app.store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => JSON.parse(data.wanted)).filter(({ type }) => type === 'lock-suspect');
}

describe('a hold is not suspect any more once its session is heard', () => {
  it('by a command about the lock, and the message that asked people to act says so', async () => {
    const app = await aSuspect();
    await run(app, CLAUDE, ['extend', { service: 'worker' }]);
    expect(await suspectSince(app)).toBeNull();
    expect(await suspectPosts(app)).toMatchObject([{ outcome: 'heard-again' }]);
  });

  it('by any other change it makes', async () => {
    const app = await aSuspect();
    await run(app, CLAUDE, ['leave', { service: 'bot' }]);
    expect(await suspectSince(app)).toBeNull();
  });

  it('not by what others do for it: its person extends a hold that stays suspect', async () => {
    const app = await aSuspect();
    await run(app, personAt('cli', { name: 'ann' }), ['extend', { service: 'worker', for: '2h' }]);
    expect(await suspectSince(app)).not.toBeNull();
  });

  it('not by a look of its own: what only reads can be done by others with the session’s token for reading', async () => {
    const app = await aSuspect();
    await run(app, CLAUDE, ['status', {}]);
    await run(app, BEN, ['leave', { service: 'bot' }]);
    expect(await suspectSince(app)).not.toBeNull();
  });

  it('by beginning anew after it was dead, before anybody noticed its death', async () => {
    const app = await aSuspect();
    await silent(app, 16 * 60_000);
    await ask(app, CLAUDE, ['session start', {}]);
    await run(app, BEN, ['leave', { service: 'worker' }]);
    expect(await suspectSince(app)).toBeNull();
  });
});

it('a dead session does not come back by a command: it is told to begin again', async () => {
  const app = await aSuspect();
  await silent(app, 16 * 60_000);
  const refused = await run(app, CLAUDE, ['claim', { service: 'bot', reason: 'a fix' }]);
  expect(refused).toMatchObject({ decision: 'refused', code: 'session_over' });
  expect((await app.store.get(lockRef('worker')))?.data.hold).toBeNull();
});
