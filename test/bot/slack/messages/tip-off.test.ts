import { expect, test } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { Instant } from '#src/platform/instant.ts';
import { TIP_OFF, TIP_OFF_NOT_READY, TIP_OFF_REMINDER } from './tip-off-to-render.ts';
import { seen } from './visible-text.ts';

test('the card shows whether the slate is ready, its numbers, its picks and the games', () => {
  const text = seen(renderAnnouncement(TIP_OFF));
  for (const part of [
    '✓ Ready for the tip-off of 2026-02-05',
    'First tip-off: 7:00 PM ET · 60 min left at 6:00 PM ET',
    'Predictions: 1,234 for 150 players.',
    'Picks: 1. Nikola Jokić OVER 27.5 (+105, draftkings).',
    'Ruled out since the run: 1. Ann Lee (BOS).',
    'Players missing or failed: 0 missing, 2 failed.',
    'Required fix live: unknown, because Tipoff does not see which commits the services run.',
    '2 games of the night',
    'NYK at BOS · 7:00 PM ET',
    'DEN at LAL · time unknown',
    'Full slate',
  ]) {
    expect(text).toContain(part);
  }
});

test('the times are shown in the time zone of each reader', () => {
  expect(JSON.stringify(renderAnnouncement(TIP_OFF).blocks)).toContain(
    '{"type":"date","timestamp":1770336000,"format":"{date_short_pretty} at {time}","fallback":"7:00 PM ET"}',
  );
});

test('a slate that is not ready shows why and the next command, also in the notification', () => {
  const message = renderAnnouncement(TIP_OFF_NOT_READY);
  expect(message.text).toBe(
    '✕ Not ready for the tip-off of 2026-02-05. First tip-off at 7:00 PM ET, Feb 5, 60 min left at 6:00 PM ET, Feb 5. No batch has predicted this date. /batch start --date 2026-02-05 predicts it.',
  );
  const text = seen(message);
  expect(text).toContain('Predictions: none.');
  expect(text).toContain('Picks: none yet, because the message of the slate has no results.');
  expect(text).toContain('Ruled out since the run: nobody.');
  expect(text).toContain('Players missing or failed: none.');
  expect(text).not.toContain('Full slate');
});

test('a first tip-off that moved shows the earlier time', () => {
  const moved_from = Instant.parse('2026-02-05T23:30:00.000000Z');
  const first_tipoff_at = Instant.parse('2026-02-06T02:30:00.000000Z');
  const text = seen(renderAnnouncement({ ...TIP_OFF, moved_from, first_tipoff_at }));
  expect(text).toContain('The first tip-off has moved. It was 6:30 PM ET.');
  expect(text).toContain('First tip-off: 9:30 PM ET · 3 h 30 min left at 6:00 PM ET');
});

test('the reminder is short, and counts the time when it is written', () => {
  const text = seen(renderAnnouncement(TIP_OFF_REMINDER));
  expect(text).toContain('First tip-off: 7:00 PM ET · 15 min left at 6:45 PM ET');
  expect(text).toContain('Picks: 1. Nikola Jokić OVER 27.5');
  expect(text).toContain('Ruled out since the run: 1. Ann Lee (BOS).');
  expect(text).not.toContain('NYK at BOS');
});
