import { type InjuryStatus, injuryStatusOf } from '../vocabulary/injury-status.ts';
import type { Candidate } from './candidates.ts';
import { qualifyPlayer } from './qualify-player.ts';

/** A median line counts as moved when it differs by at least this many points. */
const MOVED_POINTS = 0.5;

/** The data that the active rows of a player were predicted with. */
export interface UsedData {
  readonly game_id: string;
  /** The median of the bookmakers' main lines; null if there was none. */
  readonly line_consensus: number | null;
  /** The line of one bookmaker, against which the rows recommend; null for a player without a line. */
  readonly current_points_line: number | null;
  /** A word of the vocabulary; null if no injury report named the player. */
  readonly injury_status: string | null;
}

export type PlayerChange = 'new' | 'status-changed' | 'line-moved' | 'unchanged';

type CheckedCandidate = Parameters<typeof qualifyPlayer>[0] & Pick<Candidate, 'game_id' | 'line_consensus'>;

/**
 * Decides whether a later run of the day predicts a player again. `used` is what the active rows of the player were
 * predicted with; undefined without active rows. `now` is the wall-clock time.
 * - A player without active rows for the game is new if the player qualifies now.
 * - A player whose injury status is another word than before has changed. Without a report, the player is available.
 *   A doubtful player has changed, too: the run skips the player. The withdrawal handles a player who is out.
 * - A median line has moved if it differs by at least 0.5, or if only one of the two exists.
 * - Games that have begun with published predictions are left alone. A player who no longer qualifies for another
 *   reason keeps the rows.
 */
export function playerChange(candidate: CheckedCandidate, used: UsedData | undefined, now: Date): PlayerChange {
  const qualification = qualifyPlayer(candidate, now);
  const dropped = qualification.type === 'dropped' ? qualification.reason : undefined;
  const isNew = used === undefined || used.game_id !== candidate.game_id;
  if (isNew) return dropped === undefined ? 'new' : 'unchanged';
  if (dropped !== undefined && dropped !== 'player_doubtful') return 'unchanged';
  if (statusWord(candidate.injury_status) !== statusWord(used.injury_status)) return 'status-changed';
  return hasMoved(medianLine(used), medianLine(candidateLines(candidate))) ? 'line-moved' : 'unchanged';
}

/** The status of a player whom no injury report names is `available`. */
export function statusWord(written: string | null): InjuryStatus {
  return written === null ? 'available' : injuryStatusOf(written);
}

type Lines = Pick<UsedData, 'line_consensus' | 'current_points_line'>;

function candidateLines({ line_consensus, line }: CheckedCandidate): Lines {
  return { line_consensus, current_points_line: line };
}

/** If the bookmakers offer only alternate lines, or an older release wrote the row, the player's own line stands in. */
function medianLine({ line_consensus, current_points_line }: Lines): number | null {
  return line_consensus ?? current_points_line;
}

/** Returns whether a median line counts as moved. */
export function hasMoved(from: number | null, to: number | null): boolean {
  if (from === null || to === null) return from !== to;
  return Math.abs(to - from) >= MOVED_POINTS;
}
