import { predictingServices, readPredictionPath } from '../../coordination/deploys/batch-gate.ts';
import { worryingUnknowns } from '../../coordination/deploys/drift-alert.ts';
import { readContains } from '../../coordination/deploys/read-contains.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import { nameOf } from '../../coordination/identity/actor.ts';
import { activeBatchRef } from '../../pipeline/batch/active-batch.ts';
import { requireCommit } from '../../pipeline/batch/required-commit.ts';
import type { App } from '../app.ts';
import { containsSentences } from '../deploy/contains-text.ts';
import { driftFacts } from '../deploy/drift-facts.ts';
import { driftSentences } from '../deploy/drift-text.ts';
import { auditContextOfCall, recordChange } from '../kit/audit-context-of-call.ts';
import type { OperationCall, RefusedOutcome } from '../kit/operation.ts';

export interface GateRequest {
  readonly gameDate: string;
  /** The commit that the prediction services must serve. */
  readonly require: string | undefined;
  /** Why the caller starts the batch in spite of a fault. */
  readonly skipReason: string | undefined;
  readonly actor: Actor;
}

/** A fault that keeps a batch from starting. */
interface GateFault {
  readonly code: 'stale_code' | 'commit_not_live' | 'commit_unknown';
  readonly finding: string;
}

export type GateDecision =
  | { readonly type: 'refused'; readonly outcome: RefusedOutcome }
  /** `overridden` lists the faults in spite of which the batch starts. `note` is for people; empty if there is none. */
  | { readonly type: 'passed'; readonly overridden: readonly GateFault[]; readonly note: string };

/**
 * Decides whether a batch may start with the code that serves. It may not while a service that makes predictions is stale,
 * or while it is not certain that such a service serves the required commit. A person may override both with a reason,
 * which is recorded. An open batch continues with stale code, because its players wait for their predictions.
 */
export async function passGate(app: App, request: GateRequest): Promise<GateDecision> {
  const isOpen = (await app.store.get(activeBatchRef(request.gameDate))) !== undefined;
  const path = isOpen ? { stale: [], unknown: [] } : await readPredictionPath(app);
  const stale: readonly GateFault[] =
    path.stale.length === 0 ? [] : [{ code: 'stale_code', finding: driftSentences(path.stale.map(driftFacts)) }];
  const faults = [...stale, ...(await missingCommit(app, request.require))];
  const unknown = worryingUnknowns({ services: path.unknown }, app.serviceMap);
  const note = unknown.length === 0 ? '' : driftSentences(unknown.map(driftFacts));
  if (faults.length === 0) return { type: 'passed', overridden: [], note };
  if (request.skipReason === undefined || request.actor.kind === 'agent') return refused(request, faults);
  return { type: 'passed', overridden: faults, note };
}

async function missingCommit(app: App, commit: string | undefined): Promise<readonly GateFault[]> {
  if (commit === undefined) return [];
  const names = predictingServices(app);
  if (names.length === 0)
    return [
      {
        code: 'commit_unknown',
        finding: 'No service of the services file has `predicts`, so no commit can be required.',
      },
    ];
  const services = await readContains(app, commit, names);
  const lacking = services.filter(({ answer }) => answer !== 'yes');
  if (lacking.length === 0) return [];
  const code = lacking.some(({ answer }) => answer === 'no') ? 'commit_not_live' : 'commit_unknown';
  return [{ code, finding: containsSentences(commit, lacking) }];
}

function refused({ gameDate, actor, skipReason }: GateRequest, faults: readonly GateFault[]): GateDecision {
  const findings = faults.map(({ finding }) => finding).join(' ');
  const command = `\`tipoff batch start --date ${gameDate} --skip-drift-check "<why>"\``;
  const wayOut =
    actor.kind === 'agent'
      ? `${skipReason === undefined ? '' : `${nameOf(actor)} is an agent, and only people may skip this check. `}Deploy first, or ask a person to run ${command}.`
      : `Deploy first, or start it in spite of that: ${command}.`;
  const message = `No batch was started for ${gameDate}. ${findings} ${wayOut}`;
  return {
    type: 'refused',
    outcome: { decision: 'refused', code: faults[0]?.code ?? 'stale_code', message, data: null, next: [] },
  };
}

/** Records what a started batch requires, and the faults in spite of which it was started. */
export async function recordGate(
  app: App,
  call: Pick<OperationCall<unknown>, 'actor' | 'request'>,
  {
    batchId,
    gate,
    ...request
  }: GateRequest & {
    readonly batchId: string;
    readonly gate: Extract<GateDecision, { type: 'passed' }>;
  },
): Promise<void> {
  const { require: commit, skipReason: reason, gameDate: game_date } = request;
  if (commit !== undefined)
    await requireCommit(app.store, auditContextOfCall(app, call), { game_date, commit, batch_id: batchId });
  if (gate.overridden.length === 0) return;
  await recordChange(app, call, {
    action: 'batch.drift_check_skipped',
    subject: { kind: 'batch', id: batchId },
    before: null,
    after: { reason, findings: gate.overridden.map(({ finding }) => finding) },
  });
}
