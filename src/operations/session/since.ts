import * as z from 'zod';
import type { AuditRecord } from '../../coordination/audit/audit-record.ts';
import { readAudit } from '../../coordination/audit/read-audit.ts';
import { readChangesAffecting } from '../../coordination/audit/read-changes-affecting.ts';
import { sessionRef } from '../../coordination/sessions/session.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { auditLine } from '../audit/audit-line.ts';
import { CondensedLine, condenseLines } from '../audit/condense-lines.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const MOST_DAYS = 30;
const OWN_RECORDS_READ = 200;
const DEFAULT_AWAY_MS = 8 * 60 * 60_000;
/** The size limit of the listed changes in bytes of JSON, because an agent's whole reply may take one kilobyte. */
const ROWS_BYTES = 620;

const SessionSinceInput = z.strictObject({
  ago: durationText(MOST_DAYS).optional().describe('how far back to look, such as 2h; default: since your last change'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session since': typeof SessionSinceInput;
  }
}

export const sinceAway = operation({
  name: 'session since',
  summary: 'Show what others changed while you were away.',
  input: SessionSinceInput,
  output: z.object({
    since: z.string(),
    events: z.array(CondensedLine),
    /** The number of changes that did not fit into the reply. */
    not_shown: z.number(),
    /** The number of changes by others to things that the session did not work with. */
    others: z.number(),
  }),
  positionals: ['ago'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor }) {
    const own = await readAudit(app.store, { session: actor.session, limit: OWN_RECORDS_READ });
    const since = await awaySince(app, actor.session, { ago: input.ago, lastActive: lastActivity(actor.session, own) });
    const { affecting: concerns, others } = await readChangesAffecting(app.store, actor.session, { own, since });
    const lines = condenseLines(concerns.map(auditLine));
    const events = fitting(lines);
    const from = `${since.slice(0, 19)}Z`;
    const message = `${sentence(concerns.length)} since ${from}. ${others} unrelated ${others === 1 ? 'change' : 'changes'}.`;
    const data = { since: from, events, not_shown: lines.length - events.length, others };
    const next = [nextStep('session holds', {}, { why: 'See what your session still holds.' })];
    return { decision: 'done', code: concerns.length === 0 ? 'none' : 'ok', message, data, next };
  },
});

interface AwayInput {
  readonly ago: string | undefined;
  readonly lastActive: Instant | undefined;
}

/**
 * Returns the time of the session's last change to anything but itself. A returning agent first starts its session, so
 * changes to the session do not count. Without any other change, returns the time of the session's first record.
 */
function lastActivity(session: string, own: readonly AuditRecord[]): Instant | undefined {
  const acted = own.find(({ subject_kind, subject_id }) => subject_kind !== 'session' || subject_id !== session);
  return (acted ?? own.at(-1))?.at;
}

async function awaySince({ store }: App, session: string, { ago, lastActive }: AwayInput): Promise<Instant> {
  const now = await store.now();
  if (ago !== undefined) return laterBy(now, -durationMs(ago));
  if (lastActive !== undefined) return lastActive;
  const started = (await store.get(sessionRef(session)))?.data.started_at;
  return started ?? laterBy(now, -DEFAULT_AWAY_MS);
}

/** Returns the first changes whose JSON fits into `ROWS_BYTES`. */
function fitting(lines: readonly CondensedLine[]): readonly CondensedLine[] {
  let bytes = 0;
  return lines.filter((line) => {
    bytes += Buffer.byteLength(JSON.stringify(line)) + 1;
    return bytes <= ROWS_BYTES;
  });
}

function sentence(count: number): string {
  if (count === 0) return 'No changes that concern you';
  return count === 1 ? 'One change that concerns you' : `${count} changes that concern you`;
}
