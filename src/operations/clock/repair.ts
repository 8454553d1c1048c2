import * as z from 'zod';
import { announceClock } from '../../coordination/clock/clock-alert.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { type Outcome, operation } from '../kit/operation.ts';

const ClockRepairInput = z.strictObject({});
const RepairedClock = z.object({
  /** The store's clock before the repair. */
  before: z.string(),
  /** The store's clock after the repair: the time of this machine. */
  after: z.string(),
  /** The number of stored documents whose times the repair moved back. */
  documents: z.number(),
});
type RepairedClock = z.infer<typeof RepairedClock>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'clock repair': typeof ClockRepairInput;
  }
}

export const repairClock = operation({
  name: 'clock repair',
  summary: "Set the store's clock back to the time of this machine, after changes were made with a wrong clock.",
  input: ClockRepairInput,
  output: RepairedClock,
  positionals: [],
  effect: 'write',
  reach: 'local',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<RepairedClock, never>> {
    const { store: before, machine: after, state, documents } = await app.storeClock.repair();
    const data = { before, after, documents };
    if (state === 'right') {
      return { decision: 'done', code: 'clock_right', message: NOTHING_TO_REPAIR, data, next: [] };
    }
    await recordChange(app, call, {
      action: 'clock.repaired',
      subject: { kind: 'data', id: 'store' },
      before: { clock: before },
      after: { clock: after, documents },
    });
    await announceClock(app.store, await app.storeClock.read());
    const message = `Set the store's clock from ${before} back to ${after}, and moved the times of ${documents} documents. Locks, sessions, approvals and tokens expire again.`;
    return { decision: 'done', code: 'ok', message, data, next: [] };
  },
});

const NOTHING_TO_REPAIR = "The store's clock is at most a minute ahead of this machine's clock. Nothing was changed.";
