import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { TOKENS, tokenRef } from '#src/coordination/tokens/token.ts';
import { TokenRequestCard } from '#src/coordination/tokens/token-request-card.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { instantFromMicros } from '#src/platform/instant.ts';
import { AGENT, ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';
import { unfitSteps } from './unfit-steps.ts';

const CreatedToken = z.object({ token: z.string(), token_id: z.string(), session_id: z.string() });
const LONG_AGO = instantFromMicros(1);

interface TestApp {
  readonly folder: string;
  readonly app: ReturnType<typeof createApp>['app'];
  ask(name: string, given?: object, actor?: Actor): ReturnType<typeof runNamed>;
  make(given?: object): Promise<z.infer<typeof CreatedToken>>;
}

const test = base.extend<{ tipoff: TestApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  tipoff: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-tokens-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path });
    const ask: TestApp['ask'] = (name, given = {}, actor = ANN) => runNamed(app, { name, given, actor, request: 'r1' });
    const make: TestApp['make'] = async (given = {}) =>
      CreatedToken.parse((await ask('token create', { session: 'claude-7', for: '@ann', ...given })).data);
    await use({ folder: folder.path, app, ask, make });
    await close();
  },
});

test('a token speaks for its agent, as its session, for its person, with its scope', async ({ tipoff }) => {
  const { token, session_id } = await tipoff.make({ scope: 'read' });
  expect(await authenticate(tipoff.app, token)).toEqual({
    type: 'actor',
    actor: { kind: 'agent', name: 'claude-7', session: session_id, actsFor: 'ann', scope: 'read' },
  });
});

test('a malformed token, an unknown token and a wrong secret are all refused as unknown', async ({ tipoff }) => {
  const { token, token_id } = await tipoff.make();
  const wrongSecret = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  await tipoff.ask('token revoke', { token_id });
  for (const bearer of ['', 'x', wrongSecret, `tipoff_000000000000_${'A'.repeat(43)}`, `${token}A`, token.slice(7)]) {
    expect(await authenticate(tipoff.app, bearer)).toEqual({ type: 'refused', because: 'unknown' });
  }
});

test('an expired token is refused by the clock of the store', async ({ tipoff }) => {
  const { token, token_id } = await tipoff.make({ for_how_long: '1m' });
  const found = await tipoff.app.store.get(tokenRef(token_id));
  if (found === undefined) throw new Error('the token is not kept');
  await tipoff.app.store.update(tokenRef(token_id), { expires_at: LONG_AGO }, found.version);
  expect(await authenticate(tipoff.app, token)).toMatchObject({ type: 'refused', because: 'expired' });
});

test('a revoked token is refused at once, and revoking it again changes nothing', async ({ tipoff }) => {
  const { token, token_id, session_id } = await tipoff.make();
  expect(await tipoff.ask('token revoke', { token_id })).toMatchObject({ decision: 'done' });
  expect((await tipoff.ask('token revoke', { token_id })).message).toContain('had already been revoked');
  const whose = { session_id, acts_for: 'ann' };
  expect(await authenticate(tipoff.app, token)).toEqual({ type: 'refused', because: 'revoked', whose });
});

describe('the session of a revoked token', () => {
  const claim = { service: 'worker', reason: 'a fix of the parser' };
  const claimed = async (tipoff: TestApp) => {
    const made = await tipoff.make();
    const known = await authenticate(tipoff.app, made.token);
    if (known.type === 'refused') throw new Error(known.because);
    await tipoff.ask('deploy claim', claim, known.actor);
    return made;
  };

  test('the answer shows what it still holds, and how to end or continue it', async ({ tipoff }) => {
    const { token_id, session_id } = await claimed(tipoff);
    const revoked = await tipoff.ask('token revoke', { token_id });
    expect(revoked.message).toBe(
      `The token of claude-7 for @ann was revoked. ${session_id} still holds the worker deploy lock and has no other valid token. Create another token or end the session; until then anyone may take over its locks.`,
    );
    expect(revoked).toMatchObject({ data: { holds: [{ kind: 'lock', id: 'worker' }], other_tokens: 0 } });
    expect(unfitSteps(revoked.next)).toEqual([]);
    const [end, again] = revoked.next;
    expect(again).toMatchObject({ operation: 'token create', arguments: { session: session_id, for: '@ann' } });
    await tipoff.ask('session end', end?.arguments);
    expect(await tipoff.ask('deploy claim', claim)).toMatchObject({ decision: 'done' });
  });

  test('its lock is unresponsive at once, until it has another token with write scope', async ({ tipoff }) => {
    const { token_id, session_id } = await claimed(tipoff);
    const state = async () => (await tipoff.ask('deploy status', { service: 'worker' })).data;
    await tipoff.ask('token revoke', { token_id });
    expect(await state()).toMatchObject({ locks: [{ state: 'suspect' }] });
    await tipoff.make({ session: session_id, scope: 'read' });
    expect(await state()).toMatchObject({ locks: [{ state: 'suspect' }] });
    await tipoff.make({ session: session_id });
    expect(await state()).toMatchObject({ locks: [{ state: 'held' }] });
  });

  test('its lock stays while it has another token with write scope, and the answer says so', async ({ tipoff }) => {
    const { token_id, session_id } = await claimed(tipoff);
    await tipoff.make({ session: session_id });
    await tipoff.make({ session: session_id, scope: 'read' });
    const revoked = await tipoff.ask('token revoke', { token_id });
    expect(revoked.message).toMatch(/still holds the worker deploy lock\. One other token is valid for it\.$/);
    expect(revoked.next.map(({ operation }) => operation)).toEqual(['session end']);
    expect(await tipoff.ask('deploy claim', claim)).toMatchObject({ code: 'lock_held' });
  });

  test('the answer lists no holdings if it holds nothing or has ended', async ({ tipoff }) => {
    const { token_id, session_id } = await claimed(tipoff);
    await tipoff.ask('session end', { session: session_id });
    expect((await tipoff.ask('token revoke', { token_id })).message).toMatch(/was revoked\.$/);
  });
});

test('two tokens of one session are one session', async ({ tipoff }) => {
  const first = await tipoff.make();
  const second = await tipoff.make({ session: first.session_id, scope: 'read' });
  expect(second.session_id).toBe(first.session_id);
  await expect(tipoff.make({ session: first.session_id, for: '@ben' })).rejects.toThrow('acts for @ann, not for @ben');
  await expect(tipoff.make({ session: 'session_nobody' })).rejects.toThrow(
    'The session "session_nobody" does not exist',
  );
});

test('an agent cannot create or revoke tokens', async ({ tipoff }) => {
  const given = { session: 'claude-8', for: '@ann' };
  expect(await tipoff.ask('token create', given, AGENT)).toMatchObject({ decision: 'refused', code: 'not_allowed' });
  expect(await tipoff.ask('token revoke', { token_id: 'x' }, AGENT)).toMatchObject({ code: 'not_allowed' });
  expect(await tipoff.app.store.count({ collection: TOKENS }, [])).toBe(0);
});

test('a token is shown only by the command line of this machine', () => {
  expect(OPERATIONS.find(({ name }) => name === 'token create')?.reach).toBe('local');
});

test('the secret is never stored: not in a document, audit record, post or log', async ({ tipoff }) => {
  const { token, token_id } = await tipoff.make();
  await authenticate(tipoff.app, token);
  await tipoff.ask('token list');
  tipoff.app.log.warn({ token, authorization: `Bearer ${token}` }, 'as careless as can be');
  await tipoff.ask('token revoke', { token_id });

  const secret = token.split('_').slice(2).join('_');
  const entries = await readdir(tipoff.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const written = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  expect(written.join().includes(token_id)).toBe(true);
  expect(written.filter((text) => text.includes(secret))).toEqual([]);
  expect(JSON.stringify(await tipoff.ask('token list'))).not.toContain(secret);
});

describe('a token for a person who may do more than its creator', () => {
  const BEN = personAt('cli', { name: 'ben' });
  const ANN_ONLY = { type: 'listed', names: ['ann'] } as const;
  const STRICT = { approvers: ANN_ONLY, takeover: ANN_ONLY, forceCompleteApprovals: 1 };

  const strict = async () => {
    const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-tokens-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { roles: STRICT });
    onTestFinished(async () => {
      await close();
      await folder.remove();
    });
    const ask: TestApp['ask'] = (name, given = {}, actor = ANN) => runNamed(app, { name, given, actor, request: 'r1' });
    const make = async (given: object = {}, actor: Actor = BEN) => {
      const outcome = await ask('token create', { session: 'claude-7', for: '@ann', ...given }, actor);
      return { outcome, ...CreatedToken.parse(outcome.data) };
    };
    const card = async (tokenId: string) => {
      const post = await app.store.get({ collection: POSTS, id: `token-${tokenId}` });
      return post === undefined ? undefined : TokenRequestCard.parse(JSON.parse(post.data.wanted));
    };
    return { app, ask, make, card };
  };

  test('is pending: it works for nothing, no session starts, and a card asks the person', async () => {
    const { app, make, card } = await strict();
    const { outcome, token, token_id, session_id } = await make();
    expect(outcome).toMatchObject({
      decision: 'pending',
      code: 'confirmation_needed',
      message: expect.stringContaining('take over deploy locks from live holders, which you may not do. @ann has to'),
      data: { state: 'pending', to_confirm: ['approve', 'take-over'] },
    });
    const refused = await authenticate(app, token);
    expect(refused).toEqual({ type: 'refused', because: 'pending', token: { token_id, acts_for: 'ann' } });
    expect(await app.store.get(sessionRef(session_id))).toBeUndefined();
    expect(await card(token_id)).toMatchObject({ state: 'pending', acts_for: 'ann', requested_by: 'ben' });
  });

  test('works once the person confirms it; its creator, an agent and others cannot', async () => {
    const { app, ask, make, card } = await strict();
    const { token, token_id, session_id } = await make();
    for (const other of [BEN, personAt('slack', { name: 'cleo', id: 'U0CLEO' })]) {
      expect(await ask('token confirm', { token_id }, other)).toMatchObject({ code: 'not_allowed' });
    }
    expect(await ask('token confirm', { token_id }, AGENT)).toMatchObject({ decision: 'refused' });
    expect(await authenticate(app, token)).toMatchObject({ because: 'pending' });
    expect(await ask('token confirm', { token_id })).toMatchObject({ decision: 'done', data: { state: 'valid' } });
    expect(await authenticate(app, token)).toMatchObject({
      type: 'actor',
      actor: { session: session_id, actsFor: 'ann' },
    });
    expect((await app.store.get(sessionRef(session_id)))?.data).toMatchObject({ noted: 'unused', acts_for: 'ann' });
    expect(await card(token_id)).toMatchObject({ state: 'valid' });
    expect(await ask('token confirm', { token_id })).toMatchObject({ code: 'not_pending' });
    expect(await ask('token decline', { token_id })).toMatchObject({ code: 'not_pending' });
  });

  test('never works once the person declines it', async () => {
    const { app, ask, make, card } = await strict();
    const { token, token_id, session_id } = await make();
    expect(await ask('token decline', { token_id })).toMatchObject({ decision: 'done', data: { state: 'declined' } });
    expect(await ask('token confirm', { token_id })).toMatchObject({ code: 'not_pending' });
    expect(await authenticate(app, token)).toMatchObject({ because: 'declined' });
    expect(await app.store.get(sessionRef(session_id))).toBeUndefined();
    expect(await card(token_id)).toMatchObject({ state: 'declined' });
  });

  test('cannot be confirmed after it was revoked or has expired, and its card says so', async () => {
    const { app, ask, make, card } = await strict();
    const [revoked, expired] = [await make(), await make()];
    await ask('token revoke', { token_id: revoked.token_id }, BEN);
    expect(await card(revoked.token_id)).toMatchObject({ state: 'revoked' });
    const found = await app.store.get(tokenRef(expired.token_id));
    if (found === undefined) throw new Error('the token is not kept');
    await app.store.update(tokenRef(expired.token_id), { expires_at: LONG_AGO }, found.version);
    for (const { token_id } of [revoked, expired]) {
      expect(await ask('token confirm', { token_id })).toMatchObject({ code: 'not_pending' });
    }
    expect(await card(expired.token_id)).toMatchObject({ state: 'expired' });
  });

  test('does not restart a session that a person ended before it is confirmed', async () => {
    const { app, ask, make } = await strict();
    const { session_id } = await make({}, ANN);
    await ask('session end', { session: session_id });
    const { token_id } = await make({ session: session_id });
    expect((await app.store.get(sessionRef(session_id)))?.data.ended_at).not.toBeNull();
    await ask('token confirm', { token_id });
    expect((await app.store.get(sessionRef(session_id)))?.data.ended_at).toBeNull();
  });

  test('needs no confirmation if it only reads or if its creator is the person', async () => {
    const { app, ask, make, card } = await strict();
    const reader = await make({ scope: 'read' });
    const own = await make({}, ANN);
    for (const { outcome, token, token_id } of [reader, own]) {
      expect(outcome).toMatchObject({ decision: 'done', data: { state: 'valid', to_confirm: [] } });
      expect((await authenticate(app, token)).type).toBe('actor');
      await ask('token confirm', { token_id });
      expect(await card(token_id)).toBeUndefined();
    }
    expect(await ask('token confirm', { token_id: 'nothing' })).toMatchObject({ code: 'unknown_token' });
  });
});
