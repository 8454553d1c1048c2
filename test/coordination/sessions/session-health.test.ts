import { expect, it } from 'vitest';
import { sessionHealth } from '#src/coordination/sessions/session-health.ts';
import { instantFromMicros } from '#src/platform/instant.ts';

const MINUTE_MS = 60_000;
const BEATEN_AT = Date.parse('2026-02-05T18:00:00Z');

const after = (ms: number) => instantFromMicros((BEATEN_AT + ms) * 1000);
const never = { expires_at: null, ended_at: null, muted_at: null };
const beating = { ...never, beat_every_ms: 30_000, heartbeat_at: after(0) };
const forAnHour = { ...beating, beat_every_ms: null, expires_at: after(60 * MINUTE_MS) };

it.each([
  ['just after a beat', beating, 0, 'live'],
  ['a moment before two minutes of silence', beating, 2 * MINUTE_MS - 1, 'live'],
  ['after two minutes of silence', beating, 2 * MINUTE_MS, 'stale'],
  ['a moment before fifteen minutes of silence', beating, 15 * MINUTE_MS - 1, 'stale'],
  ['after fifteen minutes of silence', beating, 15 * MINUTE_MS, 'dead'],
  ['beating, whatever expiry it once asked for', { ...beating, expires_at: after(1) }, MINUTE_MS, 'live'],
  ['that does not beat, within its hour', forAnHour, 60 * MINUTE_MS - 1, 'live'],
  ['that does not beat, when its hour is over', forAnHour, 60 * MINUTE_MS, 'dead'],
  ['that does not beat and asked for no expiry', { ...forAnHour, expires_at: null }, 9_999 * MINUTE_MS, 'live'],
  ['that no token can act for, within its hour', { ...forAnHour, muted_at: after(1) }, 2, 'stale'],
  ['that no token can act for, when its hour is over', { ...forAnHour, muted_at: after(1) }, 60 * MINUTE_MS, 'dead'],
  ['that has ended', { ...beating, ended_at: after(1) }, 2, 'dead'],
  ['that beat after the moment asked about', beating, -MINUTE_MS, 'live'],
] as const)('a session %s', (...[, session, ms, liveness]) => {
  expect(sessionHealth(session, after(ms))).toBe(liveness);
});
