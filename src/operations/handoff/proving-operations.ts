import { showAuditHeads } from '../audit/heads.ts';
import { showAuditLog } from '../audit/log.ts';
import { verifyAuditTrail } from '../audit/verify.ts';
import { listDeadLetters } from '../batch/dead-letters.ts';
import { listBatches } from '../batch/list.ts';
import { listBatchPlayers } from '../batch/players.ts';
import { batchStatus } from '../batch/status.ts';
import { checkData } from '../data/check.ts';
import { activeDeploys } from '../deploy/active.ts';
import { deployContains } from '../deploy/contains.ts';
import { deployDrift } from '../deploy/drift.ts';
import { deployStatus } from '../deploy/status.ts';
import { deployVariables } from '../deploy/variables.ts';
import { listIncidents } from '../incidents/list.ts';
import { listJobs } from '../jobs/list.ts';
import type { Operation } from '../kit/operation.ts';
import { listModels } from '../models/list.ts';
import { listPlayerAliases } from '../players/aliases.ts';
import { showLines } from '../predict/lines.ts';
import { showPlayer } from '../predict/player.ts';
import { showSlate } from '../predict/slate.ts';
import { verify } from '../predict/verify.ts';
import { showRecord } from '../results/record.ts';
import { showResults } from '../results/show.ts';
import { showHoldings } from '../session/holds.ts';
import { showSessions } from '../session/list.ts';
import { sinceAway } from '../session/since.ts';
import { listTokens } from '../token/list.ts';

/**
 * The operations that can prove a claim: all operations that change nothing and can be called everywhere, except those of
 * handoffs themselves. A test compares the list with the registry.
 */
export const PROVING_OPERATIONS: readonly Operation[] = [
  batchStatus,
  listBatches,
  listBatchPlayers,
  listDeadLetters,
  showSlate,
  showPlayer,
  showLines,
  verify,
  checkData,
  listPlayerAliases,
  showResults,
  showRecord,
  listModels,
  listJobs,
  listIncidents,
  deployStatus,
  activeDeploys,
  deployContains,
  deployVariables,
  deployDrift,
  showSessions,
  showHoldings,
  sinceAway,
  listTokens,
  showAuditLog,
  showAuditHeads,
  verifyAuditTrail,
];
