import type { Model, ModelInput } from '../models/model.ts';
import { withNeutralAdjustments } from '../models/neutral-adjustments.ts';
import { type ModelRun, runModels, type SuspendedModels } from '../models/run-models.ts';
import { injuryStatusOf } from '../vocabulary/injury-status.ts';
import { type Build, UNKNOWN_BUILD } from './format-provenance.ts';
import { formatRows, type RowContext } from './format-rows.ts';
import type { PlayerOutcome, SkipReason } from './outcome.ts';
import type { PlayerDocument } from './player-document.ts';
import { PlayerInput } from './player-input.ts';
import { checkQuality } from './quality-gate.ts';
import type { RunMode } from './run-mode.ts';

const NOT_RUN: ModelRun = { results: [], absent: [], errors: [] };

export interface PlayerRequest {
  readonly batchId: string;
  readonly mode: RunMode;
  readonly player: RowContext['player'] & Pick<PlayerDocument, 'input'>;
  /** The player's newest injury status; undefined when no injury report names him. */
  readonly injuryStatus: string | undefined;
  readonly build?: Build;
  /** The models that must not run now, each with the reason. */
  readonly suspended?: SuspendedModels;
}

export interface PredictedPlayer {
  readonly outcome: PlayerOutcome;
  /** The results of the models for the player. They are empty when the player was skipped. */
  readonly run: ModelRun;
}

/**
 * Predicts one player with every model that can run. Skips the player if he is out or doubtful, or if his data is bad.
 */
export function predictPlayer(request: PlayerRequest, models: readonly Model[]): PredictedPlayer {
  const { player, injuryStatus, mode, batchId, build = UNKNOWN_BUILD } = request;
  const ruledOut = ruledOutReason(injuryStatus);
  if (ruledOut !== undefined) return skipped(ruledOut);
  if (player.input === null) return skipped('no_features');
  const input = PlayerInput.parse(JSON.parse(player.input));
  const gate = checkQuality(input, mode);
  if (gate.verdict === 'skip') return skipped(gate.reason);

  const run = runModels(models, toModelInput(input), request.suspended);
  const { results } = run;
  if (results.length === 0) return { outcome: { status: 'failed', reason: 'all_models_failed' }, run };
  const rows = formatRows({ batchId, mode, player, input, build, injuryStatus }, results);
  return { outcome: { status: 'predicted', rows, rowCount: results.length, absent: reasonsOf(run) }, run };
}

/**
 * The stored failure reason of a player contains only the error's message, because people read it. The log contains the
 * whole error.
 */
function reasonsOf({ absent, errors }: ModelRun): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...absent.map(({ systemId, reason }) => [systemId, reason]),
    ...errors.map(({ systemId, cause }) => [
      systemId,
      `the model failed: ${cause instanceof Error ? cause.message : cause}`,
    ]),
  ]);
}

/**
 * Returns the reason for a skip if the player's newest injury report says that he does not play, otherwise undefined.
 */
export function ruledOutReason(injuryStatus: string | undefined): SkipReason | undefined {
  const status = injuryStatus === undefined ? undefined : injuryStatusOf(injuryStatus);
  switch (status) {
    case 'out':
      return 'player_injury_out';
    case 'doubtful':
      return 'player_doubtful';
    default:
      return undefined;
  }
}

function skipped(reason: SkipReason): PredictedPlayer {
  return { outcome: { status: 'skipped', reason }, run: NOT_RUN };
}

function toModelInput(input: PlayerInput): ModelInput {
  const { points, opponent_tier, days_rest, is_home, recent_form } = input.history;
  return {
    features: withNeutralAdjustments(input.features),
    quality: input.quality_score,
    daysRest: input.days_rest ?? undefined,
    line: input.line ?? undefined,
    history: points.flatMap((value, index) => {
      const opponentTier = opponent_tier[index];
      const daysRest = days_rest[index];
      const isHome = is_home[index];
      const recentForm = recent_form[index];
      if (opponentTier === undefined || daysRest === undefined || isHome === undefined || recentForm === undefined) {
        return [];
      }
      return [{ points: value, opponentTier, daysRest, isHome, recentForm }];
    }),
  };
}
