import { describe, expect, it } from 'vitest';
import { isUnresponsive, sessionHealth } from '#src/coordination/sessions/session-health.ts';
import { instantFromMicros } from '#src/platform/instant.ts';

const MINUTE_MS = 60_000;
const HEARTBEAT_AT = Date.parse('2026-02-05T18:00:00Z');

const afterMs = (ms: number) => instantFromMicros((HEARTBEAT_AT + ms) * 1000);
const never = { expires_at: null, ended_at: null, muted_at: null };
const tracked = { ...never, beat_every_ms: 30_000, heartbeat_at: afterMs(0) };
const forAnHour = { ...tracked, beat_every_ms: null, expires_at: afterMs(60 * MINUTE_MS) };
const everyMinute = { ...tracked, beat_every_ms: 60_000 };

describe('the health of a session', () => {
  it.each([
    ['just after a heartbeat', tracked, 0, 'live'],
    ['a moment before two minutes of silence', tracked, 2 * MINUTE_MS - 1, 'live'],
    ['after two minutes of silence', tracked, 2 * MINUTE_MS, 'stale'],
    ['a moment before fifteen minutes of silence', tracked, 15 * MINUTE_MS - 1, 'stale'],
    ['after fifteen minutes of silence', tracked, 15 * MINUTE_MS, 'dead'],
    ['with heartbeats, past an expiry it once asked for', { ...tracked, expires_at: afterMs(1) }, MINUTE_MS, 'live'],
    ['without heartbeats, within its hour', forAnHour, 60 * MINUTE_MS - 1, 'untracked'],
    ['without heartbeats, after its hour', forAnHour, 60 * MINUTE_MS, 'dead'],
    ['without heartbeats or an expiry', { ...forAnHour, expires_at: null }, 9_999 * MINUTE_MS, 'untracked'],
    ['of a person, which has no document', undefined, 0, 'untracked'],
    ['that no token can act for, within its hour', { ...forAnHour, muted_at: afterMs(1) }, 2, 'stale'],
    ['that no token can act for, after its hour', { ...forAnHour, muted_at: afterMs(1) }, 60 * MINUTE_MS, 'dead'],
    ['that no token can act for, just after a heartbeat', { ...tracked, muted_at: afterMs(1) }, 2, 'stale'],
    ['that has ended', { ...tracked, ended_at: afterMs(1) }, 2, 'ended'],
    ['that has ended, after fifteen minutes', { ...tracked, ended_at: afterMs(1) }, 15 * MINUTE_MS, 'ended'],
    ['whose heartbeat is later than the moment in question', tracked, -MINUTE_MS, 'live'],
  ] as const)('%s', (...[, session, ms, health]) => {
    expect(sessionHealth(session, afterMs(ms))).toBe(health);
  });
});

describe('a holder is unresponsive', () => {
  it.each([
    ['not before it misses three heartbeats', tracked, 90_000 - 1, false],
    ['once it misses three heartbeats, although its session is still live', tracked, 90_000, true],
    ['not while it is stale and its heartbeats are rare', everyMinute, 3 * MINUTE_MS - 1, false],
    ['once it misses three rare heartbeats', everyMinute, 3 * MINUTE_MS, true],
    ['once no token can act for it', { ...forAnHour, muted_at: afterMs(1) }, 2, true],
    ['never for silence when it promised no heartbeats', forAnHour, 59 * MINUTE_MS, false],
    ['never as a person', undefined, 0, false],
    ['never once it is dead', tracked, 15 * MINUTE_MS, false],
    ['never once it has ended', { ...tracked, ended_at: afterMs(1) }, 5 * MINUTE_MS, false],
  ] as const)('%s', (...[, session, ms, unresponsive]) => {
    expect(isUnresponsive(session, afterMs(ms))).toBe(unresponsive);
  });
});
