import type { StallCause } from './stall-policy.ts';

/** What each cause of a stall means, as people read it. */
export const STALL_CAUSES = {
  too_old: 'The batch is too old: it started two hours ago, or the first game has tipped off.',
  never_started: 'The batch has not finished any player yet.',
  wrong_expected:
    'The batch waits for players who will get no outcome: the newest injury report rules them out, or the expected number of players is wrong.',
  no_heartbeat: 'No process runs the batch.',
  no_progress: 'A process runs the batch, but no player finishes.',
} as const satisfies Record<StallCause, string>;
