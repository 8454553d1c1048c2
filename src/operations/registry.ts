import { approveRequest } from './approval/approve.ts';
import { cancelRequest } from './approval/cancel.ts';
import { showAuditHeads } from './audit/heads.ts';
import { showAuditLog } from './audit/log.ts';
import { verifyAuditTrail } from './audit/verify.ts';
import { backtest } from './backtest/backtest.ts';
import { backup } from './backup/backup.ts';
import { abandonWrongBatch } from './batch/abandon.ts';
import { approveBatch } from './batch/approve.ts';
import { checkStalledBatches } from './batch/check-stalled.ts';
import { listDeadLetters } from './batch/dead-letters.ts';
import { forceComplete } from './batch/force-complete.ts';
import { includeLateResults } from './batch/include-late.ts';
import { listBatches } from './batch/list.ts';
import { migrateBatchDocuments } from './batch/migrate.ts';
import { listBatchPlayers } from './batch/players.ts';
import { redrive } from './batch/redrive.ts';
import { rerunMissing } from './batch/rerun-missing.ts';
import { retryBatch } from './batch/retry.ts';
import { startBatchOperation } from './batch/start.ts';
import { batchStatus } from './batch/status.ts';
import { repairClock } from './clock/repair.ts';
import { checkData } from './data/check.ts';
import { activeDeploys } from './deploy/active.ts';
import { beatServiceDeploy } from './deploy/beat.ts';
import { claimDeployLock } from './deploy/claim.ts';
import { deployContains } from './deploy/contains.ts';
import { deployDrift } from './deploy/drift.ts';
import { extendDeployLock } from './deploy/extend.ts';
import { finishServiceDeploy } from './deploy/finish.ts';
import { freezeAllDeploys } from './deploy/freeze.ts';
import { joinDeployQueue } from './deploy/join.ts';
import { leaveDeployQueue } from './deploy/leave.ts';
import { claimUnannouncedDeploy } from './deploy/mine.ts';
import { releaseDeployLock } from './deploy/release.ts';
import { startServiceDeploy } from './deploy/start.ts';
import { deployStatus } from './deploy/status.ts';
import { takeOverDeployLock } from './deploy/take-over.ts';
import { unfreezeAllDeploys } from './deploy/unfreeze.ts';
import { deployVariables } from './deploy/variables.ts';
import { doctor } from './doctor/doctor.ts';
import { buildFeatureStore } from './features/build.ts';
import { exportFeatureStore } from './features/export.ts';
import { setUpProject } from './gcp/setup.ts';
import { acceptOneHandoff } from './handoff/accept.ts';
import { exportHandoff } from './handoff/export.ts';
import { importHandoff } from './handoff/import.ts';
import { listHandoffs } from './handoff/list.ts';
import { offerOwnHandoff } from './handoff/offer.ts';
import { showHandoff } from './handoff/show.ts';
import { withdrawOneHandoff } from './handoff/withdraw.ts';
import { importData } from './import/import.ts';
import { acknowledgeIncident } from './incidents/acknowledge.ts';
import { listIncidents } from './incidents/list.ts';
import { resolveOneIncident } from './incidents/resolve.ts';
import { snoozeIncident } from './incidents/snooze.ts';
import { listJobs } from './jobs/list.ts';
import { pauseScheduledJob } from './jobs/pause.ts';
import { resumeScheduledJob } from './jobs/resume.ts';
import { runJob } from './jobs/run.ts';
import type { Operation } from './kit/operation.ts';
import { listModels } from './models/list.ts';
import { runModelsOnFile } from './models/run.ts';
import { addPlayerAlias } from './players/alias.ts';
import { listPlayerAliases } from './players/aliases.ts';
import { removePlayerAlias } from './players/unalias.ts';
import { showLines } from './predict/lines.ts';
import { showPlayer } from './predict/player.ts';
import { rerunPlayer } from './predict/rerun.ts';
import { skipOnePlayer } from './predict/skip.ts';
import { showSlate } from './predict/slate.ts';
import { verify } from './predict/verify.ts';
import { checkPubsub } from './pubsub/check.ts';
import { restore } from './restore/restore.ts';
import { gradeResults } from './results/grade.ts';
import { showRecord } from './results/record.ts';
import { showResults } from './results/show.ts';
import { heartbeatOwnSession } from './session/beat.ts';
import { endOneSession } from './session/end.ts';
import { showHoldings } from './session/holds.ts';
import { showSessions } from './session/list.ts';
import { sinceAway } from './session/since.ts';
import { startOwnSession } from './session/start.ts';
import { tellSession } from './session/tell.ts';
import { holdSlateOfDate } from './slate/hold.ts';
import { releaseSlateOfDate } from './slate/release.ts';
import { start } from './start/start.ts';
import { confirmToken } from './token/confirm.ts';
import { createAgentToken } from './token/create.ts';
import { declineToken } from './token/decline.ts';
import { listTokens } from './token/list.ts';
import { revokeAgentToken } from './token/revoke.ts';
import { estimateWarehouseCost } from './warehouse/cost.ts';
import { migrateTables } from './warehouse/migrate.ts';

const REGISTERED = [
  start,
  importData,
  buildFeatureStore,
  exportFeatureStore,
  startBatchOperation,
  batchStatus,
  listBatches,
  listBatchPlayers,
  rerunMissing,
  listDeadLetters,
  redrive,
  retryBatch,
  includeLateResults,
  migrateBatchDocuments,
  forceComplete,
  approveBatch,
  checkStalledBatches,
  abandonWrongBatch,
  holdSlateOfDate,
  releaseSlateOfDate,
  approveRequest,
  cancelRequest,
  showSlate,
  showPlayer,
  showLines,
  rerunPlayer,
  skipOnePlayer,
  verify,
  checkData,
  addPlayerAlias,
  listPlayerAliases,
  removePlayerAlias,
  gradeResults,
  showResults,
  showRecord,
  listModels,
  runModelsOnFile,
  backtest,
  listJobs,
  runJob,
  pauseScheduledJob,
  resumeScheduledJob,
  listIncidents,
  acknowledgeIncident,
  snoozeIncident,
  resolveOneIncident,
  deployStatus,
  deployDrift,
  deployContains,
  deployVariables,
  activeDeploys,
  claimDeployLock,
  extendDeployLock,
  releaseDeployLock,
  joinDeployQueue,
  leaveDeployQueue,
  takeOverDeployLock,
  startServiceDeploy,
  beatServiceDeploy,
  freezeAllDeploys,
  unfreezeAllDeploys,
  finishServiceDeploy,
  claimUnannouncedDeploy,
  startOwnSession,
  heartbeatOwnSession,
  endOneSession,
  showSessions,
  showHoldings,
  sinceAway,
  tellSession,
  offerOwnHandoff,
  acceptOneHandoff,
  withdrawOneHandoff,
  listHandoffs,
  showHandoff,
  exportHandoff,
  importHandoff,
  createAgentToken,
  confirmToken,
  declineToken,
  listTokens,
  revokeAgentToken,
  showAuditLog,
  showAuditHeads,
  verifyAuditTrail,
  repairClock,
  backup,
  restore,
  doctor,
  estimateWarehouseCost,
  migrateTables,
  setUpProject,
  checkPubsub,
] as const;

/** Every operation that people and agents can call. All transports are generated from this list. */
export const OPERATIONS: readonly Operation[] = REGISTERED;

type Registered = (typeof REGISTERED)[number];
type OperationName = Registered['name'];

/** The type of the data in an operation's reply, both for an answer and for a refusal. */
export type ReplyData<N extends OperationName> =
  Extract<Registered, { readonly name: N }> extends Operation<infer _S, infer T, infer R, N> ? T | R : never;

/**
 * Maps an operation's name to the function with which a transport shows its reply data. The compiler checks that each
 * function fits its operation's reply. `Rest` are the further arguments of all functions.
 */
export type Renderers<Shown, Rest extends readonly unknown[] = []> = {
  readonly [N in OperationName]?: (data: ReplyData<N>, ...rest: Rest) => Shown;
};
