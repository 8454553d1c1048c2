import * as z from 'zod';
import type { Subject } from '../../coordination/audit/read-audit.ts';
import { type AuditSearchResult, MAX_SEARCHED_RECORDS, searchAudit } from '../../coordination/audit/search-audit.ts';
import { laterBy } from '../../platform/instant.ts';
import { Problem } from '../../platform/problem.ts';
import { BatchId } from '../kit/input/batch-id.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { PersonName, withoutAt } from '../kit/input/person-name.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';
import { PageCursor, pageOf } from '../kit/page.ts';
import { AuditLine, auditLine } from './audit-line.ts';

const MOST_DAYS = 365;
const MOST_RECORDS = 200;

const RecordCount = wholeNumber({
  what: 'a number of records',
  min: 1,
  max: MOST_RECORDS,
  works: `write a whole number from 1 to ${MOST_RECORDS}`,
});

const AuditLogInput = z.strictObject({
  session: SessionName.optional().describe('changes made by this session'),
  service: SessionName.optional().describe('changes to this service'),
  batch: BatchId.optional().describe('changes to this batch'),
  actor: PersonName.optional().describe('changes made by this person or agent'),
  ago: durationText(MOST_DAYS).optional().describe('changes within this time, such as 2h'),
  limit: RecordCount.default(10).describe('the maximum number of changes'),
  cursor: PageCursor,
});
type AuditLogInput = z.infer<typeof AuditLogInput>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'audit log': typeof AuditLogInput;
  }
}

export const showAuditLog = operation({
  name: 'audit log',
  summary: 'Show who changed what, newest first.',
  input: AuditLogInput,
  output: z.object({ records: z.array(AuditLine) }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  sizedBy: ['limit'],
  async run({ store }, { input }) {
    const { session, actor, ago, limit, cursor } = input;
    const subject = subjectOf(input);
    const found = await searchAudit(store, {
      ...(session === undefined ? {} : { session }),
      ...(actor === undefined ? {} : { actor: withoutAt(actor) }),
      ...(subject === undefined ? {} : { subject }),
      ...(ago === undefined ? {} : { since: laterBy(await store.now(), -durationMs(ago)) }),
      // One more record shows whether there is a next page.
      limit: cursor + limit + 1,
    });
    const { items, nextCursor } = pageOf(found.records.map(auditLine), { cursor, limit });
    const records = [...items];
    const code = records.length === 0 ? 'none' : 'ok';
    const message = sentence({ shown: records.length, cursor, among: nextCursor === null ? found.among : 'all' });
    return { decision: 'done', code, message, data: { records }, next: olderSteps(input, nextCursor) };
  },
});

function olderSteps(input: AuditLogInput, cursor: number | null): readonly NextStep[] {
  if (cursor === null) return [];
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return [nextStep('audit log', { ...given, cursor }, { why: 'See older changes.' })];
}

interface ShownRecords {
  readonly shown: number;
  readonly cursor: number;
  readonly among: AuditSearchResult['among'];
}

/**
 * Describes the result of an audit search. The text mentions a search that stopped early, so that nobody takes it for a
 * complete one.
 */
function sentence({ shown, cursor, among }: ShownRecords): string {
  const newest = shown === 1 ? 'One change' : `The newest ${shown} changes`;
  const found = cursor === 0 ? newest : `The changes ${cursor + 1} to ${cursor + shown}, newest first`;
  if (among === 'all') return shown === 0 ? 'No matching changes.' : `${found}.`;
  const searched = MAX_SEARCHED_RECORDS.toLocaleString('en-US');
  return `${shown === 0 ? 'No matching changes' : found}. Only the newest ${searched} changes were searched. To search further back, also name a service, session or batch.`;
}

function subjectOf({
  service,
  batch,
}: {
  service?: string | undefined;
  batch?: string | undefined;
}): Subject | undefined {
  if (batch !== undefined && service !== undefined) {
    const message = `service and batch: a change belongs to a service or to a batch, not to both. Give service ${quoteInput(service)} or batch ${batch}.`;
    throw new Problem({ code: 'bad_input', message });
  }
  if (batch !== undefined) return { kind: 'batch', id: batch };
  return service === undefined ? undefined : { kind: 'service', id: service };
}
