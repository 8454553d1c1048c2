import * as z from 'zod';
import { BatchId } from '#src/operations/kit/input/batch-id.ts';
import { GameDateText } from '#src/operations/kit/input/game-date-text.ts';
import { PlayerName } from '#src/operations/kit/input/player-name.ts';
import { type Operation, operation } from '#src/operations/kit/operation.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';

const shared = { reach: 'everywhere', opens: 'nothing', prints: 'outcome' } as const;

/** Operations that only record their input, one for each kind of answer. */
export const FAKE_OPERATIONS: readonly Operation[] = [
  operation({
    ...shared,
    name: 'slate show',
    summary: 'Show a slate.',
    input: z.strictObject({
      player: PlayerName.optional().describe('a player'),
      date: GameDateText.describe('the game date'),
      dry_run: z.boolean().default(false).describe('change nothing'),
    }),
    output: z.object({ player: z.string().optional(), date: z.string(), dry_run: z.boolean(), by: z.string() }),
    positionals: ['player'],
    effect: 'read',
    async run(_app, { input, actor, progress }) {
      progress('looking');
      return { decision: 'done', code: 'ok', message: 'Here it is.', data: { ...input, by: actor.name }, next: [] };
    },
  }),
  operation({
    ...shared,
    name: 'slate end',
    summary: 'End in a given way.',
    input: z.strictObject({ way: z.string(), id: BatchId.optional() }),
    output: z.array(z.object({ name: z.string(), points: z.number() })),
    refusal: z.array(z.object({ name: z.string(), points: z.number() })),
    positionals: ['way'],
    effect: 'write',
    onInterrupt: 'The slate continues.',
    async run(_app, { input }) {
      if (input.way === 'problem') throw new Problem({ code: 'too_late', message: 'The slate is closed.' });
      if (input.way === 'unavailable') throw new Unavailable('The store', new Error('down'));
      if (input.way === 'defect') throw new Error('x is not a function\n    at secret.ts:1');
      const decision = z.enum(['done', 'refused', 'pending']).parse(input.way);
      const next = [{ operation: 'slate show', arguments: { date: 'today', player: 'Ann Lee' }, why: 'See it.' }];
      return { decision, code: 'ok', message: 'Ended.', data: [{ name: 'Ann', points: 3 }], next };
    },
  }),
  operation({
    ...shared,
    name: 'slate request',
    summary: 'Tell the name of the request.',
    input: z.strictObject({}),
    output: z.object({ request: z.string() }),
    positionals: [],
    effect: 'read',
    run: async (_app, { request }) => ({ decision: 'done', code: 'ok', message: 'Yes.', data: { request }, next: [] }),
  }),
  operation({
    ...shared,
    name: 'slate long',
    summary: 'Answer at length.',
    input: z.strictObject({}),
    output: z.object({ rows: z.array(z.object({ player: z.string(), points: z.number() })) }),
    positionals: [],
    effect: 'read',
    async run() {
      const rows = Array.from({ length: 500 }, (_, index) => ({ player: `player ${index}`, points: index }));
      return { decision: 'done', code: 'ok', message: 'Long.', data: { rows }, next: [] };
    },
  }),
  operation({
    ...shared,
    reach: 'local',
    name: 'slate read-file',
    summary: 'Read a file of this machine.',
    input: z.strictObject({}),
    output: z.null(),
    positionals: [],
    effect: 'read',
    run: async () => ({ decision: 'done', code: 'ok', message: 'Read.', data: null, next: [] }),
  }),
];
