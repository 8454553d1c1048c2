import type { ServerResponse } from 'node:http';
import type * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../../operations/app.ts';
import { checkStalledBatches } from '../../operations/batch/check-stalled.ts';
import { authorize } from '../../operations/kit/authorize.ts';
import { failureOf } from '../../operations/kit/failure.ts';
import { parseInput } from '../../operations/kit/input/parse-input.ts';
import { detailsOfRefused } from './problem-details.ts';
import { respondJson, respondProblem } from './respond.ts';
import { forbidden } from './run-operation.ts';

/** An authenticated POST to `/check-stalled`. */
export interface CheckStalledExchange {
  readonly response: ServerResponse;
  readonly actor: Actor;
  readonly body: unknown;
}

type Checked = z.infer<typeof checkStalledBatches.output>;

/**
 * Answers the endpoint that schedulers of the system before Tipoff call: the operation `batch check-stalled` with that
 * system's form of reply. A stall that was found is a success (200), so a scheduler does not repeat the request.
 */
export async function answerCheckStalled(app: App, { response, actor, body }: CheckStalledExchange): Promise<void> {
  const permission = authorize(checkStalledBatches, actor, () => app.roles);
  if (permission.type === 'refused') return respondProblem(response, forbidden(permission));
  const input = parseInput(checkStalledBatches.input, body);
  try {
    const call = { input, actor, request: app.newId(), progress: () => undefined };
    const outcome = await checkStalledBatches.run(app, call);
    if (outcome.decision === 'refused') return respondProblem(response, detailsOfRefused(outcome));
    respondJson(response, 200, { status: 'success', ...reportOf(outcome.data) });
  } catch (error) {
    const { kind, message } = failureOf(error);
    if (kind === 'bad_input' || kind === 'refused') throw error;
    app.log.error({ error }, 'the check for stalled batches failed');
    respondJson(response, 500, { status: 'error', message });
  }
}

function reportOf({ batches_checked, batches_completed, results }: Checked) {
  return {
    batches_checked,
    batches_completed,
    results: results.map(({ batch_id, was_stalled, progress, action }) => ({
      batch_id,
      was_stalled,
      progress,
      action: action === 'completed_with_partial' || action === 'abandoned' ? action : 'no_action',
    })),
  };
}
