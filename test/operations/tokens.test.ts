import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import { TOKENS, tokenRef } from '#src/coordination/tokens/token.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { instantFromMicros } from '#src/platform/instant.ts';
import { AGENT, ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';
import { unfitSteps } from './unfit-steps.ts';

const Made = z.object({ token: z.string(), token_id: z.string(), session_id: z.string() });
const LONG_AGO = instantFromMicros(1);

interface Desk {
  readonly folder: string;
  readonly app: ReturnType<typeof createApp>['app'];
  ask(name: string, given?: object, actor?: Actor): ReturnType<typeof runNamed>;
  make(given?: object): Promise<z.infer<typeof Made>>;
}

const test = base.extend<{ desk: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  desk: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-tokens-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path });
    const ask: Desk['ask'] = (name, given = {}, actor = ANN) => runNamed(app, { name, given, actor, request: 'r1' });
    const make: Desk['make'] = async (given = {}) =>
      Made.parse((await ask('token create', { session: 'claude-7', for: '@ann', ...given })).data);
    await use({ folder: folder.path, app, ask, make });
    await close();
  },
});

test('a token speaks for its agent, as its session, for its person, with its scope', async ({ desk }) => {
  const { token, session_id } = await desk.make({ scope: 'read' });
  expect(await authenticate(desk.app, token)).toEqual({
    type: 'actor',
    actor: { kind: 'agent', name: 'claude-7', session: session_id, actsFor: 'ann', scope: 'read' },
  });
});

test('a token that is no token, of nobody, or with the wrong secret is unknown, revoked or not', async ({ desk }) => {
  const { token, token_id } = await desk.make();
  const wrongSecret = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  await desk.ask('token revoke', { token_id });
  for (const bearer of ['', 'x', wrongSecret, `tipoff_000000000000_${'A'.repeat(43)}`, `${token}A`, token.slice(7)]) {
    expect(await authenticate(desk.app, bearer)).toEqual({ type: 'refused', because: 'unknown' });
  }
});

test('an expired token is refused by the clock of the store', async ({ desk }) => {
  const { token, token_id } = await desk.make({ for_how_long: '1m' });
  const found = await desk.app.store.get(tokenRef(token_id));
  if (found === undefined) throw new Error('the token is not kept');
  await desk.app.store.update(tokenRef(token_id), { expires_at: LONG_AGO }, found.version);
  expect(await authenticate(desk.app, token)).toMatchObject({ type: 'refused', because: 'expired' });
});

test('a revoked token is refused at once, and revoking it again is no second change', async ({ desk }) => {
  const { token, token_id, session_id } = await desk.make();
  expect(await desk.ask('token revoke', { token_id })).toMatchObject({ decision: 'done' });
  expect((await desk.ask('token revoke', { token_id })).message).toContain('was revoked before');
  const whose = { session_id, acts_for: 'ann' };
  expect(await authenticate(desk.app, token)).toEqual({ type: 'refused', because: 'revoked', whose });
});

describe('of the session of a revoked token', () => {
  const claim = { service: 'worker', reason: 'a fix of the parser' };
  const claimed = async (desk: Desk) => {
    const made = await desk.make();
    const known = await authenticate(desk.app, made.token);
    if (known.type === 'refused') throw new Error(known.because);
    await desk.ask('deploy claim', claim, known.actor);
    return made;
  };

  test('it is told what it still holds, and how to end it or let it go on', async ({ desk }) => {
    const { token_id, session_id } = await claimed(desk);
    const revoked = await desk.ask('token revoke', { token_id });
    expect(revoked.message).toBe(
      `The token of claude-7 for @ann counts for nothing from now on. ${session_id} still holds the lock of worker, and no other token can act for it. Make it another token, or end it; until then anybody may take over its locks.`,
    );
    expect(revoked).toMatchObject({ data: { holds: [{ kind: 'lock', id: 'worker' }], other_tokens: 0 } });
    expect(unfitSteps(revoked.next)).toEqual([]);
    const [end, again] = revoked.next;
    expect(again).toMatchObject({ operation: 'token create', arguments: { session: session_id, for: '@ann' } });
    await desk.ask('session end', end?.arguments);
    expect(await desk.ask('deploy claim', claim)).toMatchObject({ decision: 'done' });
  });

  test('its lock is suspect at once, until another token to write lets it go on', async ({ desk }) => {
    const { token_id, session_id } = await claimed(desk);
    const state = async () => (await desk.ask('deploy status', { service: 'worker' })).data;
    await desk.ask('token revoke', { token_id });
    expect(await state()).toMatchObject({ locks: [{ state: 'suspect' }] });
    await desk.make({ session: session_id, scope: 'read' });
    expect(await state()).toMatchObject({ locks: [{ state: 'suspect' }] });
    await desk.make({ session: session_id });
    expect(await state()).toMatchObject({ locks: [{ state: 'held' }] });
  });

  test('the lock stays while another of its tokens may write, and that is told', async ({ desk }) => {
    const { token_id, session_id } = await claimed(desk);
    await desk.make({ session: session_id });
    await desk.make({ session: session_id, scope: 'read' });
    const revoked = await desk.ask('token revoke', { token_id });
    expect(revoked.message).toMatch(/still holds the lock of worker, and one other token acts for it\.$/);
    expect(revoked.next.map(({ operation }) => operation)).toEqual(['session end']);
    expect(await desk.ask('deploy claim', claim)).toMatchObject({ code: 'lock_held' });
  });

  test('nothing is told where it holds nothing, or is over', async ({ desk }) => {
    const { token_id, session_id } = await claimed(desk);
    await desk.ask('session end', { session: session_id });
    expect((await desk.ask('token revoke', { token_id })).message).toMatch(/counts for nothing from now on\.$/);
  });
});

test('two tokens of one session are one session', async ({ desk }) => {
  const first = await desk.make();
  const second = await desk.make({ session: first.session_id, scope: 'read' });
  expect(second.session_id).toBe(first.session_id);
  await expect(desk.make({ session: first.session_id, for: '@ben' })).rejects.toThrow('acts for @ann, not for @ben');
  await expect(desk.make({ session: 'session_nobody' })).rejects.toThrow('There is no session "session_nobody"');
});

test('an agent makes and revokes no tokens', async ({ desk }) => {
  const given = { session: 'claude-8', for: '@ann' };
  expect(await desk.ask('token create', given, AGENT)).toMatchObject({ decision: 'refused', code: 'not_allowed' });
  expect(await desk.ask('token revoke', { token_id: 'x' }, AGENT)).toMatchObject({ code: 'not_allowed' });
  expect(await desk.app.store.count({ collection: TOKENS }, [])).toBe(0);
});

test('a token is shown by no other door than the command line of this machine', () => {
  expect(OPERATIONS.find(({ name }) => name === 'token create')?.reach).toBe('local');
});

test('the secret is in nothing that is written: no document, no record, no post, no log', async ({ desk }) => {
  const { token, token_id } = await desk.make();
  await authenticate(desk.app, token);
  await desk.ask('token list');
  desk.app.log.warn({ token, authorization: `Bearer ${token}` }, 'as careless as can be');
  await desk.ask('token revoke', { token_id });

  const secret = token.split('_').slice(2).join('_');
  const names = await readdir(desk.folder);
  const written = await Promise.all(names.map((name) => readFile(join(desk.folder, name), 'latin1')));
  expect(written.join().includes(token_id)).toBe(true);
  expect(written.filter((text) => text.includes(secret))).toEqual([]);
  expect(JSON.stringify(await desk.ask('token list'))).not.toContain(secret);
});
