import type { HandoffAccepted, HandoffCard } from '#src/coordination/handoffs/handoff-card.ts';
import type { IncidentCard, IncidentReminder } from '#src/coordination/incidents/incident-card.ts';
import type { NotePost } from '#src/coordination/sessions/note.ts';
import type { SessionCard, SessionLost } from '#src/coordination/sessions/session-card.ts';
import type { TokenRequestCard } from '#src/coordination/tokens/token-request-card.ts';
import type {
  ApprovalCard,
  BatchAlert,
  LateResults,
  SlateProgress,
  SlateResults,
  StallCard,
} from '#src/pipeline/batch/batch-announcements.ts';
import type { SlateChangesNotice } from '#src/pipeline/batch/slate-changes.ts';
import type { SlateHoldNotice } from '#src/pipeline/batch/slate-hold.ts';
import type { PlayerBackNotice, WithdrawalNotice } from '#src/pipeline/withdrawals/withdrawal-announcements.ts';
import { Instant } from '#src/platform/instant.ts';

const SLATE = { batch_id: 'b-2026-02-05-1', game_date: '2026-02-05', generation: 1 } as const;

export const PROGRESS: SlateProgress = {
  type: 'slate-progress',
  ...SLATE,
  state: 'open',
  expected: 136,
  predicted: 100,
  skipped: 17,
  failed: 2,
  missing: 17,
  started_at: '2026-02-05T23:00:00.000000Z',
  seconds: 72.4,
};

export const RESULTS: SlateResults = {
  type: 'slate',
  headline: 'ready',
  ...SLATE,
  expected: 136,
  predicted: 117,
  skipped: { player_injury_out: 17 },
  failed: { crashed: 2 },
  missing: 0,
  rows: 1234,
  models: 8,
  games: 9,
  seconds: 4.25,
  headline_model: 'zone_matchup_v1',
  picks: [
    {
      player_lookup: 'nikolajokic',
      player_name: 'Nikola Jokić',
      team: 'DEN',
      opponent: 'LAL',
      game_id: '0022500715',
      tipoff_at: '2026-02-06T03:00:00.000Z',
      system_id: 'zone_matchup_v1',
      predicted_points: 33.21,
      side: 'OVER',
      line: 27.5,
      bookmaker: 'draftkings',
      price: 105,
      probability: 0.5231,
      value: 0.0724,
      priced_at: '2026-02-05T23:00:04.000Z',
    },
  ],
  no_picks: { low_value: 90, no_price: 26 },
  top_edges: [
    {
      player_name: 'Nikola Jokić',
      team: 'DEN',
      opponent: 'LAL',
      system_id: 'zone_matchup_v1',
      line: 27.5,
      predicted_points: 33.21,
      edge: 5.71,
      confidence: 71.6,
      recommendation: 'OVER',
      is_actionable: true,
      probability: 0.5812,
    },
    {
      player_name: 'LeBron James',
      team: 'LAL',
      opponent: 'DEN',
      system_id: 'moving_average',
      line: 25.5,
      predicted_points: 21.1,
      edge: -4.4,
      confidence: 55,
      recommendation: 'UNDER',
      is_actionable: false,
      probability: null,
    },
  ],
  short_models: [{ system_id: 'zone_matchup_v1', players: 101, reason: 'it lacks pct_paint' }],
  unpredicted: [
    { player_name: 'Joel Embiid', team: 'PHI', reason: 'player_injury_out' },
    { player_name: 'Ann Lee', team: 'BOS', reason: 'crashed' },
    { player_name: 'Kawhi Leonard', team: 'LAC', reason: 'player_injury_out' },
  ],
  unpredicted_total: 19,
  failed_checks: [],
  forced_by: null,
  backfilled: 0,
  closed_games: [],
  withdrawn: [],
  abandoned_because: null,
};

export const ALERT: BatchAlert = {
  type: 'batch-alert',
  ...SLATE,
  problem: 'consolidation_failed',
  detail: 'The merge failed twice: out of memory. `tipoff batch start --date 2026-02-05` tries again.',
};

export const STALL: StallCard = {
  type: 'stall',
  ...SLATE,
  cause: 'no_progress',
  action: 'alert',
  done: 119,
  expected: 136,
  state: 'open',
  missing_total: 17,
  groups: [
    {
      why: 'no_answer',
      error: null,
      players: 15,
      named: [
        { player_name: 'Joel Embiid', team: 'PHI' },
        { player_name: 'Tyrese Maxey', team: 'PHI' },
      ],
    },
    { why: 'ruled_out', error: null, players: 2, named: [{ player_name: 'Kawhi Leonard', team: 'LAC' }] },
  ],
  started_at: Instant.parse('2026-02-05T23:00:00.000000Z'),
  progressed_at: Instant.parse('2026-02-05T23:04:00.000000Z'),
  noticed_at: Instant.parse('2026-02-05T23:15:00.000000Z'),
  running_minutes: 15,
  usual_seconds: 130,
  approvers: ['U0ANN', 'bob'],
  needed: 2,
  request: null,
  incident: {
    key: 'stall-b-2026-02-05-1-g1',
    occurrence: 1,
    mentions: ['U0ANN', 'bob'],
    status: { state: 'open' },
  },
  failure: null,
  end: null,
};

export const LATE: LateResults = {
  type: 'late-results',
  ...SLATE,
  players: 2,
  named: [
    { player_name: 'Joel Embiid', team: 'PHI' },
    { player_name: 'Tyrese Maxey', team: 'PHI' },
  ],
  included_by: null,
};

export const HELD_SLATE: SlateHoldNotice = {
  type: 'slate-hold',
  game_date: '2026-02-05',
  reason: 'the injury report is from yesterday',
  held_by: 'ann',
  held_at: Instant.parse('2026-02-05T20:00:00.000000Z'),
  released: null,
};

export const RELEASED_SLATE: SlateHoldNotice = {
  ...HELD_SLATE,
  released: { by: 'ben', at: Instant.parse('2026-02-05T20:25:00.000000Z') },
};

export const CARD: ApprovalCard = {
  type: 'approval',
  approval_id: 'a-1',
  kind: 'force-complete',
  ...SLATE,
  state: 'pending',
  done: 119,
  expected: 136,
  missing: [
    { player_name: 'Joel Embiid', team: 'PHI', reason: 'requested' },
    { player_name: 'Ann Lee', team: 'BOS', reason: 'requested' },
  ],
  missing_total: 17,
  requested_by: 'ann',
  requested_at: Instant.parse('2026-02-05T23:10:00.000000Z'),
  decided_by: null,
  needed: 1,
  edition: 1,
  approved_by: [],
  lapsed_for: [],
  allowed: null,
  expires_at: Instant.parse('2026-02-06T01:10:00.000000Z'),
  outcome: null,
  failure: null,
};

const HELD = { kind: 'lock', id: 'prediction-worker', until: Instant.parse('2026-02-05T23:30:00.000000Z') } as const;
const AGENT = { session_id: 'session_1f2e3d4c', name: 'claude-7', acts_for: 'ann' } as const;

export const SESSION: SessionCard = {
  type: 'session',
  ...AGENT,
  noted: 'stale',
  started_at: Instant.parse('2026-02-05T22:00:00.000000Z'),
  last_heard_at: Instant.parse('2026-02-05T23:00:00.000000Z'),
  seen_at: null,
  ended_by: null,
  summary: 'Fixing the line parser.',
  holds: [HELD],
};

const CLAIMANT = {
  session: AGENT.session_id,
  kind: 'agent',
  name: AGENT.name,
  user_id: null,
  acts_for: 'ann',
} as const;
const CLAIM = { claim: 'The worker runs the fix.', proof: 'deploy status worker', compared: 'done' } as const;

export const HANDOFF: HandoffCard = {
  type: 'handoff',
  handoff_id: 'handoff_0123456789',
  state: 'pending',
  from: CLAIMANT,
  offered_by: CLAIMANT,
  addressed_to: { type: 'anybody' },
  summary: 'The parser is fixed. Two players are missing.',
  done: [
    { ...CLAIM, verdict: 'true' },
    { ...CLAIM, verdict: 'false' },
    { ...CLAIM, verdict: 'unknown' },
  ],
  open: ['Two players are missing.'],
  ruled_out: ['It is not the injury filter.'],
  next_command: 'tipoff batch status',
  holds: [HELD],
  offered_at: Instant.parse('2026-02-05T22:00:00.000000Z'),
  expires_at: Instant.parse('2026-02-06T06:00:00.000000Z'),
  accepted: null,
  withdrawn_by: null,
};

export const ACCEPTED_HANDOFF: HandoffCard = {
  ...HANDOFF,
  state: 'accepted',
  accepted: {
    by: { ...CLAIMANT, name: 'robin', session: 'session_9f8e7d6c' },
    at: Instant.parse('2026-02-05T22:10:00.000000Z'),
    proved: HANDOFF.done,
    moved: [
      { kind: 'lock', id: 'worker', token: 4 },
      { kind: 'deploy', id: 'worker', token: 4 },
    ],
  },
};

export const HANDOFF_ACCEPTED: HandoffAccepted = { ...ACCEPTED_HANDOFF, type: 'handoff-accepted' };

export const NOTE: NotePost = {
  type: 'session-note',
  session_id: AGENT.session_id,
  note_id: 'cli_ann-r1',
  by: 'ann',
  by_session: 'cli:ann',
  text: 'Leave the worker alone.',
  at: Instant.parse('2026-02-05T22:20:00.000000Z'),
};

export const TOKEN_REQUEST: TokenRequestCard = {
  type: 'token-request',
  ...AGENT,
  token_id: '0123456789ab',
  rights: ['approve', 'take-over', 'session'],
  requested_by: 'ben',
  requested_at: Instant.parse('2026-02-05T22:00:00.000000Z'),
  expires_at: Instant.parse('2026-02-06T22:00:00.000000Z'),
  state: 'pending',
};

export const LOST: SessionLost = {
  type: 'session-lost',
  ...AGENT,
  last_heard_at: Instant.parse('2026-02-05T23:00:00.000000Z'),
  held: [HELD],
};

const OPENED_AT = Instant.parse('2026-02-05T18:00:00.000000Z');

export const INCIDENT: IncidentCard = {
  type: 'incident',
  key: 'job-grade-last-night',
  occurrence: 2,
  title: 'The job grade-last-night failed',
  detail: 'It failed 5 times. The last error was: the disk is full.',
  remedy: 'Correct the cause. Then run `tipoff jobs run grade-last-night`.',
  mentions: ['U024BE7LH', 'ben'],
  steps: [],
  opened_at: OPENED_AT,
  age_minutes: 30,
  status: { state: 'open' },
};

export const REMINDER: IncidentReminder = {
  type: 'incident-reminder',
  key: INCIDENT.key,
  title: INCIDENT.title,
  mentions: INCIDENT.mentions,
  opened_at: OPENED_AT,
  reminded_at: Instant.parse('2026-02-05T20:00:00.000000Z'),
  reason: 'still-open',
};

export const WITHDRAWAL: WithdrawalNotice = {
  type: 'withdrawal',
  game_date: '2026-02-05',
  players: [
    {
      player_lookup: 'annlee',
      player_name: 'Ann Lee',
      team: 'BOS',
      opponent: 'LAL',
      status: 'out',
      reason: 'left ankle',
      reported_at: '2026-02-05T23:10:00.000Z',
      rows: 8,
      shown_pick: { side: 'OVER', line: 24.5, bookmaker: 'fanduel', price: -110 },
    },
  ],
};

export const PLAYER_BACK: PlayerBackNotice = {
  type: 'player-back',
  game_date: '2026-02-05',
  player_lookup: 'annlee',
  player_name: 'Ann Lee',
  team: 'BOS',
  status: null,
};

const OF_CHANGES = {
  team: 'BOS',
  opponent: 'LAL',
  line: { before: 18.5, now: 18.5 },
  status: { before: 'available', now: 'available' },
  reason: null,
};

export const SLATE_CHANGES: SlateChangesNotice = {
  type: 'slate-changes',
  batch_id: 'batch_2026-02-05_1',
  game_date: '2026-02-05',
  generation: 3,
  counts: { removed: 1, new: 1, back: 1, status: 1, line: 28 },
  named: [
    {
      ...OF_CHANGES,
      player_name: 'Ann Lee',
      kind: 'removed',
      points: { before: 18.2, now: null },
      reason: 'player_doubtful',
    },
    {
      ...OF_CHANGES,
      player_name: 'Bea Moss',
      kind: 'new',
      points: { before: null, now: 9.1 },
      line: { before: null, now: 8.5 },
    },
    {
      ...OF_CHANGES,
      player_name: 'Cal Orr',
      kind: 'back',
      points: { before: 20, now: 19.5 },
      status: { before: 'out', now: 'questionable' },
    },
    {
      ...OF_CHANGES,
      player_name: 'Dan Poe',
      kind: 'status',
      points: { before: 12, now: 12.01 },
      status: { before: 'questionable', now: 'available' },
    },
    {
      ...OF_CHANGES,
      player_name: 'Eve Quinn',
      kind: 'line',
      points: { before: 20.1, now: 20.8 },
      line: { before: 20.25, now: 21 },
    },
  ],
};
