import * as z from 'zod';
import { MigratedBatch, migrateBatches } from '../../pipeline/batch/migrate-batches.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';

const BatchMigrateInput = z.strictObject({
  dry_run: z.boolean().default(false).describe('only show what would be repaired'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch migrate': typeof BatchMigrateInput;
  }
}

export const migrateBatchDocuments = operation({
  name: 'batch migrate',
  summary: 'Repair batch documents of an older system.',
  input: BatchMigrateInput,
  output: z.object({ dry_run: z.boolean(), migrated: z.array(MigratedBatch) }),
  positionals: [],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'Each document was repaired completely or not at all. Run the command again to repair the rest.',
  async run(app, { input, actor, request }) {
    const migrated = await migrateBatches(
      app.store,
      input.dry_run ? 'dry-run' : auditContextOfCall(app, { actor, request }),
    );
    const count = migrated.length === 1 ? 'One document' : `${migrated.length} documents`;
    const message = input.dry_run ? `${count} would be repaired. Nothing was changed.` : `${count} repaired.`;
    return {
      decision: 'done',
      code: 'ok',
      message,
      data: { dry_run: input.dry_run, migrated },
      next: afterMigration(migrated.length, input.dry_run ? 'counted' : 'repaired'),
    };
  },
});

function afterMigration(count: number, how: 'counted' | 'repaired'): readonly NextStep[] {
  if (how === 'repaired') return [nextStep('batch list', {}, { why: 'See all batches.' })];
  return count === 0 ? [] : [nextStep('batch migrate', {}, { why: 'Repair the documents.' })];
}
