import { expect, it } from 'vitest';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const CLAUDE: Actor = { kind: 'agent', name: 'claude', session: 'session_1', actsFor: 'ann', scope: 'write' };
const WORKER = { service: 'worker' };
const FINISHED = { ...WORKER, result: 'succeeded' };
const WHY = { reason: 'Fix it' };

type Asked = readonly [Actor, string, object];
const HELD: readonly Asked[] = [[ANN, 'deploy claim', { ...WORKER, ...WHY }]];
const ALL_HELD: readonly Asked[] = [[ANN, 'deploy claim', { service: 'global', ...WHY }]];
const TAKEN_OVER: readonly Asked[] = [...HELD, [BEN, 'deploy take-over', { ...WORKER, ...WHY, confirm: 1 }]];
const DEPLOYING: readonly Asked[] = [...HELD, [ANN, 'deploy start', { ...WORKER, commit: 'abcdef1' }]];
const TURN: readonly Asked[] = [
  ...HELD,
  [CLAUDE, 'deploy join', { ...WORKER, ...WHY }],
  [ANN, 'deploy release', WORKER],
];
const STARTED: readonly Asked[] = [[ANN, 'token create', { session: 'claude-7', for: '@ann' }]];

/** The earlier commands, the command, and its next steps; `…` follows a step for which the caller has to give the reason. */
const SCENARIOS: readonly (readonly [string, readonly Asked[], Asked, readonly string[]])[] = [
  ['a claim', [], [ANN, 'deploy claim', { ...WORKER, ...WHY }], ['deploy start', 'deploy release']],
  ['a claim of everything', [], [ANN, 'deploy claim', { service: 'global', ...WHY }], ['deploy release']],
  ['a claim of what is held', HELD, [BEN, 'deploy claim', { ...WORKER, ...WHY }], ['deploy join', 'deploy take-over']],
  ['a claim of what is kept', TURN, [BEN, 'deploy claim', { ...WORKER, ...WHY }], ['deploy join']],
  ['joining a queue', HELD, [BEN, 'deploy join', { ...WORKER, ...WHY, for: '1h30m' }], ['deploy leave']],
  ['joining the queue of what is free', [], [BEN, 'deploy join', { ...WORKER, ...WHY }], ['deploy claim']],
  ['a release of what nobody holds', [], [ANN, 'deploy extend', WORKER], ['deploy claim …']],
  ['a release of what another holds', HELD, [BEN, 'deploy release', WORKER], ['deploy take-over …']],
  [
    'a stale token',
    TAKEN_OVER,
    [ANN, 'deploy extend', { ...WORKER, token: 1 }],
    ['deploy join …', 'deploy take-over …'],
  ],
  ['a token that was never given', [], [ANN, 'deploy start', { ...WORKER, token: 9 }], ['deploy claim …']],
  ['a start without a claim', [], [ANN, 'deploy start', WORKER], ['deploy finish', 'deploy finish']],
  ['a start under a claim', HELD, [ANN, 'deploy start', WORKER], ['deploy finish', 'deploy finish']],
  ['a start while another holds it', HELD, [BEN, 'deploy start', WORKER], ['deploy join', 'deploy take-over']],
  ['a start while another holds all', ALL_HELD, [BEN, 'deploy start', WORKER], ['deploy join', 'deploy take-over']],
  ['a second start', DEPLOYING, [ANN, 'deploy start', { ...WORKER, commit: 'abcdef2' }], ['deploy finish']],
  ['the end of a deploy', DEPLOYING, [ANN, 'deploy finish', FINISHED], ['deploy release']],
  ['the end of no deploy', HELD, [ANN, 'deploy finish', FINISHED], ['deploy start']],
  ['the end of a deploy of another', DEPLOYING, [BEN, 'deploy finish', FINISHED], ['deploy join', 'deploy take-over']],
  ['a take-over', HELD, [BEN, 'deploy take-over', { ...WORKER, ...WHY }], ['deploy take-over']],
  ['a take-over by an agent', HELD, [CLAUDE, 'deploy take-over', { ...WORKER, ...WHY }], ['deploy join']],
  [
    'a late take-over',
    TAKEN_OVER,
    [ANN, 'deploy take-over', { ...WORKER, ...WHY, confirm: 1 }],
    ['deploy join', 'deploy take-over'],
  ],
  ['an offer', TURN, [CLAUDE, 'session holds', {}], ['deploy claim …']],
  ['a token', [], [ANN, 'token create', { session: 'claude-7', for: '@ann' }], ['token revoke']],
  ['a heartbeat without a session', [], [CLAUDE, 'session beat', {}], ['session start']],
  ['a start of a session', STARTED, [CLAUDE, 'session start', {}], ['session since', 'session holds']],
  ['an absence', [], [ANN, 'session since', {}], ['session holds']],
  ['the end of no session', [], [ANN, 'session end', {}], ['session list']],
  ['the heads of the audit', STARTED, [ANN, 'audit heads', {}], ['audit verify']],
  ['no batch', [], [ANN, 'batch list', {}], ['batch start']],
];

it.each(SCENARIOS)('the steps after %s can be taken', async (...[, before, [actor, name, given], steps]) => {
  const app = await anApp();
  for (const [who, what, how] of before) await ask(app, who, [what, how]);
  const outcome = await ask(app, actor, [name, given]);
  expect(wordsOf(outcome)).toEqual(steps);
});

function wordsOf({ next }: Pick<Outcome<unknown>, 'next'>): readonly string[] {
  return next.map(({ operation, fill_in = [] }) => (fill_in.includes('reason') ? `${operation} …` : operation));
}
