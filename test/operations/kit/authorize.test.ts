import { expect, it, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import type { RolePolicy } from '#src/coordination/identity/roles.ts';
import { authorize, type Effect } from '#src/operations/kit/authorize.ts';
import { operation } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';

const EVERYBODY: RolePolicy = { type: 'every-person' };
const ANN_ALONE: RolePolicy = { type: 'listed', names: ['ann'] };
const BOB: Actor = { ...ANN, name: 'bob', session: 'cli:bob' };

const read = (actor: Actor): Actor => ({ ...actor, scope: 'read' });

it.each([
  ['a person approves', ANN, 'approve', EVERYBODY, 'allowed'],
  ['a listed person approves', ANN, 'approve', ANN_ALONE, 'allowed'],
  ['a person listed by id approves', { ...BOB, id: 'U1' }, 'approve', { type: 'listed', names: ['U1'] }, 'allowed'],
  ['nobody is an id by a name', { ...BOB, name: 'U1' }, 'approve', { type: 'listed', names: ['U1'] }, 'not_allowed'],
  ['a person who is not listed', BOB, 'approve', ANN_ALONE, 'not_allowed'],
  ['an agent never approves', AGENT, 'approve', EVERYBODY, 'not_allowed'],
  ['an agent of a listed person does not approve', AGENT, 'approve', ANN_ALONE, 'not_allowed'],
  ['an agent makes no tokens', AGENT, 'grant', EVERYBODY, 'not_allowed'],
  ['a person makes tokens, listed or not', BOB, 'grant', ANN_ALONE, 'allowed'],
  ['an agent asks', AGENT, 'write', ANN_ALONE, 'allowed'],
  ['a token for reading reads', read(AGENT), 'read', EVERYBODY, 'allowed'],
  ['a token for reading writes nothing', read(AGENT), 'write', EVERYBODY, 'read_only_token'],
  ['a token for reading approves nothing', read(AGENT), 'approve', EVERYBODY, 'read_only_token'],
  ['a token for reading makes no other', read(AGENT), 'grant', EVERYBODY, 'read_only_token'],
] as const)('%s', (...[, actor, effect, approvers, expected]) => {
  const permission = authorize({ name: 'slate end', effect }, actor, () => ({
    approvers,
    takeover: EVERYBODY,
    forceCompleteApprovals: 1,
  }));
  expect(permission.type === 'allowed' ? 'allowed' : permission.code).toBe(expected);
});

test('a refusal says what to do, and nothing has run', async () => {
  const ran: string[] = [];
  const asked = (effect: Effect) =>
    operation({
      name: 'slate end',
      summary: 'End it.',
      input: z.strictObject({}),
      output: z.null(),
      positionals: [],
      effect,
      reach: 'everywhere',
      opens: 'nothing',
      prints: 'outcome',
      async run() {
        ran.push(effect);
        return { decision: 'done', code: 'ok', message: 'Ended.', data: null, next: [] };
      },
    });
  const { app } = createApp({ platform: 'embedded', dataFolder: 'nowhere' });
  const call = { input: {}, request: 'r1', progress: () => undefined };

  expect(await asked('approve').run(app, { ...call, actor: AGENT })).toEqual({
    decision: 'refused',
    code: 'not_allowed',
    message: expect.stringContaining('claude-7 for @ann is an agent'),
    data: null,
    next: [],
  });
  expect(await asked('write').run(app, { ...call, actor: read(AGENT) })).toMatchObject({
    code: 'read_only_token',
    message: expect.stringContaining('tipoff token create'),
  });
  expect(ran).toEqual([]);
});

test('every operation of the registry is refused to a token for reading, unless it reads', async () => {
  const { app } = createApp({ platform: 'embedded', dataFolder: 'nowhere' });
  const changing = OPERATIONS.filter(({ effect }) => effect !== 'read');
  const call = { input: {}, request: 'r1', progress: () => undefined, actor: read(AGENT) };
  const codes = await Promise.all(changing.map(async (each) => (await each.run(app, call)).code));
  expect(codes).toEqual(changing.map(() => 'read_only_token'));
});
