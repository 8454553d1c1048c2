import * as z from 'zod';
import type { AuditRecord } from '../../coordination/audit/audit-record.ts';
import { readAudit } from '../../coordination/audit/read-audit.ts';
import { readConcerning } from '../../coordination/audit/read-concerning.ts';
import { sessionRef } from '../../coordination/sessions/session.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { auditLine } from '../audit/audit-line.ts';
import { CondensedLine, condenseLines } from '../audit/condense-lines.ts';
import { durationMs, durationText } from '../kit/input/duration.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const MOST_DAYS = 30;
const OWN_LOOKED_AT = 200;
const UNLESS_KNOWN_MS = 8 * 60 * 60_000;
/** What the rows may take of the kilobyte an agent is told. */
const ROWS_BYTES = 620;

const SessionSinceInput = z.strictObject({
  ago: durationText(MOST_DAYS).optional().describe('how far back, such as 2h; since your last change unless given'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session since': typeof SessionSinceInput;
  }
}

export const sinceAway = operation({
  name: 'session since',
  summary: 'What happened while I was away? What others changed of what your session has had to do with.',
  input: SessionSinceInput,
  output: z.object({
    since: z.string(),
    events: z.array(CondensedLine),
    /** Lines that did not fit. */
    not_shown: z.number(),
    /** Changes to what the session has nothing to do with. */
    others: z.number(),
  }),
  positionals: ['ago'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor }) {
    const own = await readAudit(app.store, { session: actor.session, limit: OWN_LOOKED_AT });
    const since = await awaySince(app, actor.session, { ago: input.ago, wasHere: lastHere(actor.session, own) });
    const { concerns, others } = await readConcerning(app.store, actor.session, { own, since });
    const lines = condenseLines(concerns.map(auditLine));
    const events = fitting(lines);
    const from = `${since.slice(0, 19)}Z`;
    const message = `${sentence(concerns.length)} since ${from}; ${others} other ${others === 1 ? 'change' : 'changes'}.`;
    const data = { since: from, events, not_shown: lines.length - events.length, others };
    const next = [nextStep('session holds', {}, { why: 'See what is still yours.' })];
    return { decision: 'done', code: concerns.length === 0 ? 'none' : 'ok', message, data, next };
  },
});

interface Known {
  readonly ago: string | undefined;
  readonly wasHere: Instant | undefined;
}

/**
 * When a session was last here for sure: at its last change to anything but itself, because who comes back starts its session before asking
 * what happened. Who changed nothing yet, when it first came.
 */
function lastHere(session: string, own: readonly AuditRecord[]): Instant | undefined {
  const acted = own.find(({ subject_kind, subject_id }) => subject_kind !== 'session' || subject_id !== session);
  return (acted ?? own.at(-1))?.at;
}

async function awaySince({ store }: App, session: string, { ago, wasHere }: Known): Promise<Instant> {
  const now = await store.now();
  if (ago !== undefined) return laterBy(now, -durationMs(ago));
  if (wasHere !== undefined) return wasHere;
  const started = (await store.get(sessionRef(session)))?.data.started_at;
  return started ?? laterBy(now, -UNLESS_KNOWN_MS);
}

/** The first that fit. */
function fitting(lines: readonly CondensedLine[]): readonly CondensedLine[] {
  let bytes = 0;
  return lines.filter((line) => {
    bytes += Buffer.byteLength(JSON.stringify(line)) + 1;
    return bytes <= ROWS_BYTES;
  });
}

function sentence(count: number): string {
  if (count === 0) return 'Nothing that concerns you';
  return count === 1 ? 'One thing that concerns you' : `${count} things that concern you`;
}
