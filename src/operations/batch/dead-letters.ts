import * as z from 'zod';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { BatchOrDate } from '../kit/input/batch-or-date.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';
import { batchNamed } from './current-batch.ts';
import { DeadLetters, MAX_LISTED, readFailedPlayers, readPoison } from './dead-letter-facts.ts';

const POISON_STEPS = 3;

const DeadLettersInput = z.strictObject({
  batch: BatchOrDate.optional().describe('a batch id or a game date; default: the newest batch'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch dead-letters': typeof DeadLettersInput;
  }
}

export const listDeadLetters = operation({
  name: 'batch dead-letters',
  summary: 'List failed players and poison messages.',
  input: DeadLettersInput,
  output: DeadLetters,
  positionals: ['batch'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const batch = await batchIfAny(app, input.batch);
    const players = batch === undefined ? [] : await readFailedPlayers(app, batch.batch_id);
    const poison = await readPoison(app.store);
    const data = { batch_id: batch?.batch_id ?? null, game_date: batch?.game_date ?? null, players, poison };
    const code = players.length + poison.length === 0 ? 'none' : 'ok';
    return { decision: 'done', code, message: messageOf(data), data, next: stepsFor(data) };
  },
});

/** Poison messages belong to no batch, so they are listed also before the first batch. */
async function batchIfAny(app: App, name: string | undefined): Promise<CurrentBatch | undefined> {
  try {
    return await batchNamed(app, name);
  } catch (error) {
    if (name === undefined && error instanceof Problem && error.code === 'no_batch') return undefined;
    throw error;
  }
}

function messageOf({ batch_id, players, poison }: DeadLetters): string {
  const failed = players.filter(({ status }) => status === 'failed').length;
  const open = players.length - failed;
  const more = players.length >= MAX_LISTED ? ` The list shows the newest ${MAX_LISTED}.` : '';
  const failing = open === 0 ? '' : ` Requests that fail again and again and are still open: ${open}.`;
  const inBatch =
    batch_id === null ? 'Tipoff has not run a batch yet.' : `Failed players of batch ${batch_id}: ${failed}.`;
  return `${inBatch}${more}${failing} Poison messages that nobody has resolved: ${poison.length}.`;
}

function stepsFor({ batch_id, players, poison }: DeadLetters): readonly NextStep[] {
  const open = players.find(({ status }) => status === 'requested');
  return [
    ...(batch_id !== null && players.some(({ status }) => status === 'failed')
      ? [nextStep('batch redrive', { batch: batch_id }, { why: 'Request the failed players again. For people only.' })]
      : []),
    ...(batch_id !== null && open !== undefined
      ? [
          nextStep(
            'predict skip',
            { name: open.player_lookup, batch: batch_id },
            { why: 'End the open request without a prediction. For people only.' },
          ),
        ]
      : []),
    ...poison
      .slice(0, POISON_STEPS)
      .flatMap(({ incident, message_id }) =>
        incident === null
          ? []
          : [nextStep('incidents resolve', { incident }, { why: `Dismiss the message ${message_id}.` })],
      ),
  ];
}
