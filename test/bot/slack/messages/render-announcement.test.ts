import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTION } from '#src/bot/slack/actions/action-id.ts';
import { batchButton } from '#src/bot/slack/actions/batch-buttons.ts';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { withoutTables } from '#src/bot/slack/messages/slack-message.ts';
import { MAX_COLUMNS } from '#src/bot/slack/messages/table.ts';
import { withReaderTimes } from '#src/bot/slack/messages/with-reader-times.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { Instant } from '#src/platform/instant.ts';
import { NIGHT } from './a-night.ts';
import {
  ACCEPTED_HANDOFF,
  ALERT,
  CARD,
  HANDOFF,
  HANDOFF_ACCEPTED,
  HELD_SLATE,
  INCIDENT,
  LATE,
  LOST,
  NOTE,
  PLAYER_BACK,
  PROGRESS,
  RELEASED_SLATE,
  REMINDER,
  RESULTS,
  SESSION,
  SLATE_CHANGES,
  STALL,
  TOKEN_REQUEST,
  WITHDRAWAL,
} from './announcements-to-render.ts';
import { DEPLOY_ANNOUNCEMENTS } from './deploys-to-render.ts';
import { LOCK_ANNOUNCEMENTS, lockWithEveryText } from './locks-to-render.ts';
import { TIP_OFF, TIP_OFF_NOT_READY, TIP_OFF_REMINDER } from './tip-off-to-render.ts';
import { seen, visibleText } from './visible-text.ts';

const NOW = Instant.parse('2026-02-06T00:30:00.000000Z');
const NEW_YORK_TIME = /\d:\d\d [AP]M E[SD]?T/;
const SLACK_ID = /\bU0[A-Z0-9]+/;
const CLOCK: Announcement = {
  type: 'clock-alert',
  state: 'ahead',
  store: Instant.parse('2026-02-06T18:00:00.000000Z'),
  machine: Instant.parse('2026-02-05T18:00:00.000000Z'),
};
const AUDIT_HEADS: Announcement = {
  type: 'audit-heads',
  date: '2026-02-05',
  heads: [`chain-1:7:${'a'.repeat(64)}`, `chain-2:12:${'b'.repeat(64)}`],
  left_out: 3,
};
const HEADLINE: Announcement = {
  type: 'headline-model',
  since: '2026-02-06',
  system_id: 'ensemble_v1_1',
  previous: 'catboost_v9',
  comparison: { players: 512, mae: 4.61, previous_mae: 4.7 },
  days: 60,
};
const HEALTH: Announcement = {
  type: 'daily-health',
  date: '2026-02-06',
  headline_model: 'catboost_v9',
  yesterday: { game_date: '2026-02-05', games: 8, open_games: 1, graded: 741, voided: 62 },
  today: { games: 9, players: 150, predictions: 1200 },
  week: [{ game_date: '2026-02-05', graded: 100, mae: 4.61, won: 31, lost: 24, voided: 3 }],
  imported_at: '2026-02-06T11:00:00Z',
  unmatched_names: 6,
  incidents: ['The poison message'],
  status: 'warning',
  problems: [{ level: 'warning', sentence: 'Open incident: The poison message.' }],
  audit_head: `chain-1:7:${'a'.repeat(64)}`,
};
const ALL: readonly Announcement[] = [
  PROGRESS,
  RESULTS,
  ALERT,
  STALL,
  LATE,
  SLATE_CHANGES,
  HELD_SLATE,
  RELEASED_SLATE,
  CARD,
  SESSION,
  LOST,
  NOTE,
  HANDOFF,
  ACCEPTED_HANDOFF,
  HANDOFF_ACCEPTED,
  TOKEN_REQUEST,
  NIGHT,
  HEADLINE,
  HEALTH,
  TIP_OFF,
  TIP_OFF_NOT_READY,
  TIP_OFF_REMINDER,
  CLOCK,
  INCIDENT,
  REMINDER,
  WITHDRAWAL,
  PLAYER_BACK,
  AUDIT_HEADS,
  ...LOCK_ANNOUNCEMENTS,
  ...DEPLOY_ANNOUNCEMENTS,
];

test('every kind of announcement is rendered by these tests', () => {
  const kinds = Announcement.options.flatMap((option) => [...option.shape.type.values]);
  expect(new Set(ALL.map(({ type }) => type))).toEqual(new Set(kinds));
});

/** Hostile text in names. A channel must show it as plain text. */
const HOSTILE = [
  '<!channel> everybody',
  '<!here|here>',
  '<@U024BE7LH> you',
  '<#C024BE7LR>',
  '<https://evil.example|click>',
  '*bold* _italic_ ~gone~ `code` ```block```',
  '> quote\n# heading',
  ':smile: &amp; &lt;',
  'אברהם לינקולן',
  'محمد \u202egnp.exe',
  '\u2067 unclosed',
  'x'.repeat(10_000),
  '👨‍👩‍👧‍👦'.repeat(2_000),
  '\u0007\u001b[31mred',
  '  ',
];

describe.each(ALL.map((announcement) => [announcement.type, announcement] as const))(
  'the message %s',
  (_, announcement) => {
    const { blocks } = renderAnnouncement(announcement);

    test('has at most five columns', () => {
      for (const block of blocks)
        if (block.type === 'table') expect(block.rows[0]?.length).toBeLessThanOrEqual(MAX_COLUMNS);
    });

    test('shows every time in the time zone of its reader', () => {
      expect(textsOf(withReaderTimes(blocks, NOW)).filter((text) => NEW_YORK_TIME.test(text))).toEqual([]);
    });

    test('mentions people, and shows no id of a person', () => {
      expect(textsOf(blocks).filter((text) => SLACK_ID.test(text))).toEqual([]);
    });
  },
);

describe('a stalled batch', () => {
  test('shows its progress, its cause, its last outcome, its missing players and the ways out', () => {
    const text = seen(renderAnnouncement(STALL));
    for (const part of [
      'Slate of 2026-02-05 has stalled',
      '119 of 136 players done',
      'no player finishes',
      'The last player finished at 6:04 PM ET',
      'Joel Embiid',
      'Requested, never answered: 15',
      'Out since the batch started: 2',
      'more than 15 min.',
      'usually takes 2 min 10 s',
      '119 of 136 players will be published',
      '2 people must approve',
    ]) {
      expect(text).toContain(part);
    }
  });

  test.each([
    ['complete-partial', 'publishes 119 of 136 players'],
    ['abandon', 'Nothing is published, and a new batch can be started'],
    ['resume', 'continues the consolidation'],
  ] as const)('says what Tipoff did: %s', (action, expected) => {
    expect(seen(renderAnnouncement({ ...STALL, action }))).toContain(expected);
  });
});

describe('a held slate', () => {
  test('shows who holds it, why, and how to release it', () => {
    const text = seen(renderAnnouncement(HELD_SLATE));
    for (const part of ['Slate of 2026-02-05 is held', 'ann stopped', 'from yesterday', '/slate release 2026-02-05'])
      expect(text).toContain(part);
  });

  test('shows who released it and how long it was held', () => {
    const text = seen(renderAnnouncement(RELEASED_SLATE));
    for (const part of ['Slate of 2026-02-05 is released', 'ben released it after 25 min', 'ann had held it'])
      expect(text).toContain(part);
  });
});

describe('a running batch', () => {
  test('shows players by outcome, its progress and its running time', () => {
    const text = seen(renderAnnouncement(PROGRESS));
    for (const part of [
      '119 of 136 players',
      '100 predicted',
      '17 skipped',
      '2 failed',
      '17 remaining',
      '1 min 12 s',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('has a bar of constant width that is full only when every player is done', () => {
    const bars = [0, 1, 68, 135, 136].map((predicted) => {
      const blocks = renderAnnouncement({ ...PROGRESS, predicted, skipped: 0, failed: 0 }).blocks;
      return visibleText(blocks.filter(({ type }) => type === 'rich_text')).match(/[█░]+ +\d+ %/)?.[0] ?? '';
    });
    expect(new Set(bars.map((bar) => bar.length))).toEqual(new Set([36]));
    expect(bars.map((bar) => bar.includes('░'))).toEqual([true, true, true, true, false]);
    expect(bars.at(-2)).toContain(' 99 %');
  });

  test('shows 0 % before it has players', () => {
    const empty = { ...PROGRESS, state: 'preparing', expected: 0, predicted: 0, skipped: 0, failed: 0 } as const;
    expect(seen(renderAnnouncement(empty))).toContain(' 0 %');
  });
});

describe('the results', () => {
  test('a slate names the games that it left alone, a backfill and the withdrawn players', () => {
    const closed_games = [{ game_id: 'g1', home_team: 'BOS', away_team: 'LAL', tipped_at: '2026-02-06T00:00:00.000Z' }];
    const withdrawn = [{ player_lookup: 'annlee', player_name: 'Ann Lee', team: 'BOS', reason: 'player_out' }];
    const text = seen(renderAnnouncement({ ...RESULTS, closed_games, withdrawn, backfilled: 34 }));
    expect(text).toContain('BOS v LAL has begun, so its predictions from before the tip-off stay as they are.');
    expect(text).toContain('34 predictions of these are from after the tip-off. They never count as published picks.');
    expect(text).toContain('Withdrawn after the run, because these players are out: Ann Lee (BOS).');
    const unchanged = { ...RESULTS, closed_games, headline: 'empty', rows: 0 } as const;
    expect(renderAnnouncement(unchanged).text).toContain('Slate of 2026-02-05 is unchanged');
  });

  test('the changes of a later run say what changed, from which value to which', () => {
    const shown = seen(renderAnnouncement(SLATE_CHANGES));
    expect(shown).toContain('32 players changed on the slate of 2026-02-05: 1 removed, 1 new, 1 back');
    expect(shown).toContain('1 with another injury status, 28 with a moved line.');
    expect(shown).toContain('Ann Lee BOS v LAL · no longer predicted: player doubtful · projection was 18.2');
    expect(shown).toContain('Bea Moss BOS v LAL · new · median line 8.5 · projection 9.1');
    expect(shown).toContain('Cal Orr BOS v LAL · predicted again · out → questionable · projection 20.0 → 19.5');
    expect(shown).toContain('Dan Poe BOS v LAL · questionable → available · projection still 12.0');
    expect(shown).toContain('Eve Quinn BOS v LAL · median line 20.25 → 21.0 · projection 20.1 → 20.8');
    expect(shown).toContain('and 27 more');
    expect(shown).toContain('re-run 2');
  });

  test('a withdrawal says who is out, why, when it was reported and what was withdrawn', () => {
    const text = seen(renderAnnouncement(WITHDRAWAL));
    expect(text).toContain('Ann Lee (BOS) is out: 8 predictions withdrawn from the slate of 2026-02-05');
    expect(text).toContain('BOS v LAL · out, left ankle · reported 6:10 PM ET, Feb 5');
    expect(text).toContain('with the pick OVER 24.5 at −110 (fanduel)');
  });

  test('a player who is no longer out gets a button that predicts the player again', () => {
    const text = seen(renderAnnouncement(PLAYER_BACK));
    expect(text).toContain('Ann Lee (BOS) is no longer out. The newest report no longer lists the player.');
    expect(text).toContain('Predict again');
    expect(batchButton(ACTION.rerunPlayer, '2026-02-05#annlee')).toEqual({
      operation: 'predict rerun',
      given: { name: 'annlee', date: '2026-02-05' },
    });
  });

  test('RT-52: every number shown comes from the announcement', () => {
    const text = seen(renderAnnouncement(RESULTS));
    expect(text).toContain('117 of 136 players predicted, 1,234 predictions by 8 models for 9 games.');
    expect(text).toContain('skipped: 17 player injury out; failed: 2 crashed');
    const known =
      '0 1 2 4.3 5 8 9 02 05 17 101 117 136 19 16 1,234 2026 27.5 33.2 5.7 58.1 25.5 21.1 4.4 105 52.3 7.2'.split(' ');
    expect(text.match(/\d[\d,.]*\d|\d/g)?.filter((number) => !known.includes(number))).toEqual([]);
  });

  test('models that did not predict every player are named, with the reason', () => {
    expect(seen(renderAnnouncement(RESULTS))).toContain('zone matchup v1 101 of 117 (it lacks pct_paint).');
    const none = { system_id: 'catboost_v9', players: 0, reason: 'it lacks minutes' };
    const text = seen(renderAnnouncement({ ...RESULTS, short_models: [none] }));
    expect(text).toContain('catboost v9 0 of 117 (it lacks minutes).');
    expect(seen(renderAnnouncement({ ...RESULTS, short_models: [] }))).not.toContain('Partial coverage');
  });

  test('the picks are the only table of a slate that has picks, and the edges are a list', () => {
    const { blocks } = renderAnnouncement(RESULTS);
    const tables = blocks.filter(({ type }) => type === 'table');
    expect(tables.map(visibleText)).toEqual([
      expect.stringMatching(/Nikola Jokić\nOVER 27\.5\n\+105 \w+\n52\.3 %\n\+7\.2 %/),
    ]);
    const text = seen({ text: '', blocks });
    expect(text).toContain('Nikola Jokić 33.2 points · line 27.5 · edge +5.7 · OVER 58.1 % · DEN v LAL');
    expect(text).toContain('LeBron James 21.1 points · line 25.5 · edge −4.4 · LAL v DEN');
  });

  test('a slate without a pick says why, with the most common reason first', () => {
    const text = seen(renderAnnouncement({ ...RESULTS, picks: [] }));
    expect(text).toContain(
      'No pick. Players without one: 90 whose best offer is worth at most 2 % of the stake, 26 without a price.',
    );
    expect(seen(renderAnnouncement({ ...RESULTS, picks: [], no_picks: {} }))).not.toContain('No pick');
  });

  test('without picks the edges are a table, largest first, or fixed-width text if Slack has no tables', () => {
    const { blocks } = renderAnnouncement({ ...RESULTS, picks: [] });
    const table = blocks.find(({ type }) => type === 'table');
    expect(visibleText(table)).toContain('Nikola Jokić');
    expect(visibleText(table)).toMatch(/\+5\.7.*−4\.4/s);
    const plain = withoutTables(blocks);
    expect(plain.some(({ type }) => type === 'table')).toBe(false);
    expect(visibleText(plain)).toMatch(/Nikola Jokić +33\.2 +27\.5/);
  });

  test('players without a prediction are named with the reason, and the rest are counted', () => {
    const text = seen(renderAnnouncement(RESULTS));
    expect(text).toMatch(/player injury out: .*Joel Embiid.*Kawhi Leonard/);
    expect(text).toContain('… and 16 more');
  });

  test('only a complete slate is called ready', () => {
    const titles = (['ready', 'partial', 'empty', 'abandoned'] as const).map(
      (headline) => renderAnnouncement({ ...RESULTS, headline }).text,
    );
    expect(titles.filter((title) => title.includes('ready'))).toHaveLength(1);
  });

  test('an empty slate warns, counts the reasons and names the next step, in one message', () => {
    const headline = 'empty' as const;
    const empty = { ...RESULTS, headline, predicted: 0, rows: 0, top_edges: [], short_models: [] };
    const text = seen(renderAnnouncement(empty));
    expect(text).toContain('⚠ Nothing was predicted for 2026-02-05');
    expect(text).toContain('skipped: 17 player injury out; failed: 2 crashed');
    expect(text).toContain('/batch start --date 2026-02-05');
    const nobody = seen(renderAnnouncement({ ...empty, expected: 0, skipped: {}, failed: {} }));
    expect(nobody).toContain('No player qualified.');
    expect(nobody).toContain('tipoff import <folder>');
  });

  test('failed checks are listed with what is wrong and the slash command that helps', () => {
    const failed = {
      check: 'lines_without_player',
      finding: 'The lines of 102 of 102 players reach nobody.',
      way_out: '`tipoff data check --date 2026-02-05` lists the names.',
    } as const;
    const text = seen(renderAnnouncement({ ...RESULTS, headline: 'partial', failed_checks: [failed] }));
    expect(text).toContain('Slate of 2026-02-05 is partial');
    expect(text).toContain(
      'The lines of 102 of 102 players reach nobody. /data check --date 2026-02-05 lists the names.',
    );
  });

  test('a force-complete shows who approved it and how many players were done', () => {
    const forced = { ...RESULTS, headline: 'partial', missing: 17, forced_by: 'ann' } as const;
    expect(seen(renderAnnouncement(forced))).toContain('Force-completed with 119 of 136 players, approved by ann');
  });

  test('an unpublished slate has no button to browse it', () => {
    const buttons = (rows: number) => renderAnnouncement({ ...RESULTS, rows }).blocks.filter(isActions).length;
    expect([buttons(0), buttons(1)]).toEqual([0, 1]);
  });
});

describe('a card to approve', () => {
  test('has the counts, the missing players, and buttons with the id; Approve also carries the revision', () => {
    const message = renderAnnouncement(CARD);
    expect(seen(message)).toMatch(/119 of 136 players done.*17 missing/s);
    expect(seen(message)).toContain('requested: Joel Embiid');
    const [actions] = message.blocks.filter(isActions);
    expect(actions).toMatchObject({ elements: [{ value: 'a-1:1', confirm: {} }, { value: 'a-1' }] });
  });

  test.each([
    ['approved', 'Approved by bob'],
    ['cancelled', 'Cancelled by bob'],
    ['overtaken', 'The batch ended before anyone decided'],
  ] as const)('has no buttons once %s, and shows the decision and the result', (state, verdict) => {
    const message = renderAnnouncement({ ...CARD, state, decided_by: 'bob', outcome: '119 of 136, partial' });
    expect(message.blocks.filter(isActions)).toEqual([]);
    expect(seen(message)).toContain(verdict);
    expect(seen(message)).toContain('Result: 119 of 136, partial');
  });
});

test('an alert names the problem and the slash command that helps', () => {
  expect(seen(renderAnnouncement(ALERT))).toContain('/batch start --date 2026-02-05');
});

describe('the audit hashes of a day', () => {
  test('are one line that the check accepts as it is', () => {
    const text = seen(renderAnnouncement(AUDIT_HEADS));
    expect(text).toContain(`chain-1:7:${'a'.repeat(64)},chain-2:12:${'b'.repeat(64)}`);
    expect(text).toContain('audit verify');
    expect(text).toContain('3 more hashes did not fit');
  });
});

describe('a session of an agent', () => {
  test('shows the agent, its person, its health and what it holds', () => {
    const text = seen(renderAnnouncement(SESSION));
    for (const part of [
      'claude-7 for @ann',
      'Stale. Last heartbeat at 6:00 PM ET, Feb 5.',
      'Fixing the line parser.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('The prediction-worker deploy lock until 6:30 PM ET');
  });

  test('is announced with its holdings when it died', () => {
    const text = seen(renderAnnouncement(LOST));
    expect(text).toContain('The session of claude-7 for @ann is dead');
    expect(text).toContain('The prediction-worker deploy lock');
  });
});

describe('text from data', () => {
  test.each(HOSTILE)('%.40s is shown as plain text everywhere', (hostile) => {
    for (const announcement of ALL) {
      const message = renderAnnouncement(withEveryText(announcement, hostile));
      expect(message.text).not.toMatch(/<[!@#h]/);
      expect(message.text.length).toBeLessThanOrEqual(40_000);
      expect(JSON.stringify(message.blocks)).not.toMatch(/mrkdwn|"type":"(user|link|broadcast|channel|emoji)"/);
      expect(seen(message).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066\u2067]/u);
      expect(isolatesAreClosed(seen(message))).toBe(true);
      expectWithinLimits(message.blocks);
    }
  });

  test('no name breaks a message', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(fc.constantFrom(...ALL), anything, (announcement, text) => {
        const message = renderAnnouncement(withEveryText(announcement, text));
        expectWithinLimits(message.blocks);
        expect(isolatesAreClosed(seen(message))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

function isActions({ type }: { type: string }): boolean {
  return type === 'actions';
}

const HELD = { kind: 'lock', until: null } as const;

/** The announcement with every name and sentence replaced by this text. */
function withEveryText(announcement: Announcement, text: string): Announcement {
  switch (announcement.type) {
    case 'slate-progress':
      return { ...announcement, batch_id: text, game_date: text };
    case 'slate':
      return {
        ...announcement,
        forced_by: text,
        batch_id: text,
        skipped: { [text]: 1 },
        top_edges: announcement.top_edges.map((edge) => ({ ...edge, player_name: text, team: text, opponent: text })),
        closed_games: [{ game_id: text, home_team: text, away_team: text, tipped_at: text }],
        withdrawn: [{ player_lookup: text, player_name: text, team: text, reason: text }],
        unpredicted: announcement.unpredicted.map(() => ({ player_name: text, team: text, reason: text })),
      };
    case 'withdrawal':
      return {
        ...announcement,
        game_date: text,
        players: announcement.players.map((player) => ({
          ...player,
          player_name: text,
          team: text,
          opponent: text,
          status: text,
          reason: text,
        })),
      };
    case 'deploy-freeze':
      return { ...announcement, reason: text, by: text };
    case 'unannounced-deploy':
      return {
        ...announcement,
        service: text,
        deploy: { ...announcement.deploy, build: { id: text, url: text }, revision: text, commit: text, by: text },
      };
    case 'slate-changes':
      return {
        ...announcement,
        batch_id: text,
        game_date: text,
        named: announcement.named.map((player) => {
          const who = { player_name: text, team: text, opponent: text };
          return { ...player, ...who, reason: text, status: { before: text, now: `${text}.` } };
        }),
      };
    case 'player-back':
      return { ...announcement, game_date: text, player_lookup: text, player_name: text, team: text, status: text };
    case 'batch-alert':
      return { ...announcement, detail: text };
    case 'stall':
      return {
        ...announcement,
        batch_id: text,
        approvers: [text],
        incident: announcement.incident && { ...announcement.incident, mentions: [text] },
        groups: announcement.groups.map((group) => ({
          ...group,
          error: text,
          named: [{ player_name: text, team: text }],
        })),
      };
    case 'late-results':
      return { ...announcement, batch_id: text, named: [{ player_name: text, team: text }], included_by: text };
    case 'slate-hold':
      return {
        ...announcement,
        reason: text,
        held_by: text,
        released: announcement.released && { ...announcement.released, by: text },
      };
    case 'daily-health':
      return {
        ...announcement,
        headline_model: text,
        date: text,
        problems: [{ level: 'warning', sentence: text }],
        audit_head: text,
      };
    case 'tip-off':
    case 'tip-off-reminder':
      return {
        ...announcement,
        game_date: text,
        games: announcement.games.map((game) => ({ ...game, home_team: text, away_team: text })),
        problems: [{ finding: text, way_out: text }],
        picks: RESULTS.picks.map((pick) => ({ ...pick, player_name: text, bookmaker: text })),
        ruled_out: [{ player_name: text, team: text }],
      };
    case 'headline-model':
      return { ...announcement, system_id: text, previous: text, since: text };
    case 'results':
      return {
        ...announcement,
        leader: text,
        games: { final: 1, open: [{ game: text, reason: text }] },
        systems: announcement.systems.map((system) => ({ ...system, system_id: text })),
        best_call: announcement.best_call && { ...announcement.best_call, player_name: text, recommendation: text },
        worst_call: announcement.worst_call && { ...announcement.worst_call, team: text, opponent: text },
      };
    case 'session':
      return { ...announcement, name: text, acts_for: text, summary: text, holds: [{ ...HELD, id: text }] };
    case 'session-lost':
      return { ...announcement, name: text, acts_for: text, held: [{ ...HELD, id: text }] };
    case 'session-note':
      return { ...announcement, by: text, by_session: text, text };
    case 'handoff':
    case 'handoff-accepted': {
      const claimant = { ...announcement.from, name: text, acts_for: text };
      return {
        ...announcement,
        from: claimant,
        offered_by: claimant,
        addressed_to: { type: 'person', name: text },
        summary: text,
        done: announcement.done.map((claim) => ({ ...claim, claim: text, proof: text, compared: text })),
        open: [text],
        ruled_out: [text],
        next_command: text,
        holds: [{ ...HELD, id: text }],
        accepted: announcement.accepted && { ...announcement.accepted, by: claimant },
      };
    }
    case 'token-request':
      return { ...announcement, state: 'valid', name: text, acts_for: text, requested_by: text, session_id: text };
    case 'lock':
    case 'lock-suspect':
    case 'lock-offer':
    case 'lock-notice':
    case 'deploy-alert':
    case 'lockless':
    case 'lockless-unreadable':
      return lockWithEveryText(announcement, text);
    case 'incident':
      return { ...announcement, title: text, detail: text, remedy: text, mentions: [text] };
    case 'incident-reminder':
      return { ...announcement, title: text, mentions: [text] };
    case 'clock-alert':
    case 'audit-heads':
      return announcement;
    case 'approval':
      return {
        ...announcement,
        state: 'approved',
        decided_by: text,
        requested_by: text,
        outcome: text,
        missing: announcement.missing.map(() => ({ player_name: text, team: text, reason: text })),
      };
  }
}

function isolatesAreClosed(text: string): boolean {
  return (text.match(/\u2068/g) ?? []).length === (text.match(/\u2069/g) ?? []).length;
}

function expectWithinLimits(blocks: readonly { type: string }[]): void {
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) {
    const text = visibleText(block);
    if (block.type === 'header') expect(text.trim().length).toBeLessThanOrEqual(150);
    if (block.type === 'context') expect(text.trim().length).toBeLessThanOrEqual(2_000);
  }
}

describe('a session of an agent', () => {
  const LIVE = { ...SESSION, noted: 'live', last_heard_at: null } as const;

  test('shows when it was last seen live, so that an abandoned card shows its age', () => {
    const text = (seen_at: string) => seen(renderAnnouncement({ ...LIVE, seen_at: Instant.parse(seen_at) }));
    expect(text('2026-02-05T23:30:00.000000Z')).toContain('started 5:00 PM ET, Feb 5 · last seen at 6:30 PM ET, Feb 5');
    expect(text('2026-02-07T23:30:00.000000Z')).toContain('last seen at 6:30 PM ET, Feb 7');
    expect(text('2026-02-05T21:30:00.000000Z')).not.toContain('last seen');
  });

  test('shows who ended it, as a mention or by name', () => {
    const blocks = (ended_by: string) =>
      JSON.stringify(renderAnnouncement({ ...LIVE, noted: 'ended', ended_by }).blocks);
    expect(blocks('U024BE7LH')).toContain('{"type":"user","user_id":"U024BE7LH"}');
    expect(blocks('ann')).toContain('"text":"ann"');
  });
});

/** The texts of plain and rich text that people see, without the fallbacks of dates. Titles cannot contain dates. */
function textsOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(textsOf);
  if (part === null || typeof part !== 'object') return [];
  if ('type' in part && (part.type === 'mrkdwn' || part.type === 'date')) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : textsOf(value),
  );
}
