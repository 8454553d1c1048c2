import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import type { BatchRunner } from '#src/pipeline/batch/batch-runner.ts';
import { deliveryTally } from '#src/pipeline/deliveries/delivery-tally.ts';
import type { Model } from '#src/pipeline/models/model.ts';
import { UNKNOWN_BUILD } from '#src/pipeline/player/format-provenance.ts';
import { batchRunner } from '#src/workers/batch-runner.ts';
import { outages } from '#src/workers/outages.ts';
import { type OutcomeSignal, outcomeSignal } from '#src/workers/outcome-signal.ts';
import { predictionWorkers } from '#src/workers/prediction-workers.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';

export const ROLES = { approvers: { type: 'every-person' }, forceCompleteApprovals: 1 } as const;

/** Runners may share the signal of outcomes. Without one, the runner has its own. */
interface RunnerSignals {
  readonly outcomes?: OutcomeSignal;
  readonly deadLetters?: 'here' | 'elsewhere';
}

/** A runner with its workers, wired like the composition root. */
export function aRunner(
  { deadLetters = 'here', outcomes = outcomeSignal(), ...deps }: BatchDeps & RunnerSignals,
  models: readonly Model[] = RULE_MODELS,
  instanceId = 'test',
): BatchRunner {
  const signals = { outages: outages({ ...deps, longestPauseMs: 50 }), outcomes, deadLetters };
  const waiting = { ...signals, deliveries: deliveryTally(deps), roles: ROLES };
  const workers = predictionWorkers({ ...deps, ...waiting, models: () => models, build: UNKNOWN_BUILD });
  return batchRunner({
    ...deps,
    instanceId,
    services: [],
    ...waiting,
    workers,
    otherHolders: 'dead',
    hold: async () => undefined,
  });
}
