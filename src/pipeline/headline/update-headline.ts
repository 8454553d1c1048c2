import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { daysBefore } from '../dates/game-date.ts';
import { type ComparedModel, decideHeadline, HEADLINE_DAYS } from './decide-headline.ts';
import { HeadlineChange, headlineChangeRef, readHeadlineModel } from './headline-model.ts';

const ComparedModelRow = z.object({
  system_id: z.string(),
  players: z.number(),
  mae: z.number(),
  headline_mae: z.number(),
});

/** The post about a change of the headline model. */
export const HeadlineNotice = z.object({
  type: z.literal('headline-model'),
  ...HeadlineChange.omit({ decided_at: true }).shape,
  /** The number of days of grades that were compared. */
  days: z.number(),
});
export type HeadlineNotice = z.infer<typeof HeadlineNotice>;

export interface UpdateHeadlineDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly auditContext: AuditContext;
  readonly pinnedHeadline?: string;
}

interface GradedPeriod {
  /** The newest graded game date. */
  readonly until: string;
  /** The first game date of a new headline model. */
  readonly since: string;
}

/**
 * Changes the headline model if the grades say so, and announces the change. Returns the id of the new model, or
 * undefined if the model stays. The model changes at most once for each date `since`, so a repeated call is safe. A
 * pinned model never changes.
 */
export async function updateHeadline(
  deps: UpdateHeadlineDeps,
  { until, since }: GradedPeriod,
): Promise<string | undefined> {
  if (deps.pinnedHeadline !== undefined) return;
  const previous = await readHeadlineModel(deps, since);
  const better = decideHeadline(await compareModels(deps.warehouse, previous, until));
  if (better === undefined) return;
  const { system_id, players, mae, headline_mae: previous_mae } = better;
  const change = { since, system_id, previous, comparison: { players, mae, previous_mae } };
  return await auditedTransaction(deps.store, deps.auditContext, async (transaction, audit) => {
    const ref = headlineChangeRef(since);
    if ((await transaction.get(ref)) !== undefined) return;
    const announcement = { type: 'headline-model', ...change, days: HEADLINE_DAYS } satisfies HeadlineNotice;
    await enqueuePosts(transaction, [{ key: `headline-model-${since}`, announcement }]);
    transaction.create(ref, { ...change, decided_at: STORE_TIME });
    audit.append({
      action: 'headline.changed',
      subject: { kind: 'data', id: 'headline-model' },
      before: { system_id: previous },
      after: change,
    });
    return system_id;
  });
}

function compareModels(warehouse: Warehouse, headlineModel: string, until: string): Promise<readonly ComparedModel[]> {
  const parameters = {
    headline_model: { type: 'STRING', value: headlineModel },
    first_date: { type: 'DATE', value: daysBefore(until, HEADLINE_DAYS - 1) },
    last_date: { type: 'DATE', value: until },
  } as const;
  return warehouse.query({ sql: 'headline/sql/compared-models', parameters }, ComparedModelRow);
}
