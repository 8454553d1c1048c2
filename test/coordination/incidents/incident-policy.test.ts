import { describe, expect, it } from 'vitest';
import type { Incident } from '#src/coordination/incidents/incident.ts';
import {
  acknowledge,
  afterReport,
  age,
  remindersBefore,
  resolve,
  snooze,
} from '#src/coordination/incidents/incident-policy.ts';
import { Instant, laterBy } from '#src/platform/instant.ts';

const MINUTE_MS = 60_000;
const OPENED = Instant.parse('2026-02-05T18:00:00.000000Z');
const REPORT = { key: 'job-x', title: 'It failed', detail: 'Disk full.', remedy: 'Free some space.', mentions: ['U1'] };
const OPEN = afterReport(undefined, REPORT, OPENED);
const ACKNOWLEDGED = acknowledge(OPEN, 'ann', minute(5)).incident;
const SNOOZED = snooze(OPEN, { by: 'ann', until: minute(90) }, minute(5)).incident;
const RESOLVED = resolve(OPEN, 'ann', minute(60)).incident;
const ENDED = resolve(OPEN, null, minute(60)).incident;

/** That many minutes after the incident opened. */
function minute(minutes: number): Instant {
  return laterBy(OPENED, minutes * MINUTE_MS);
}

describe('a report', () => {
  it.each<[string, { found: Incident | undefined; at: number; expected: object }]>([
    ['opens an incident', { found: undefined, at: 0, expected: { state: 'open', occurrence: 1, reports: 1 } }],
    ['is counted in an open incident', { found: OPEN, at: 10, expected: { state: 'open', occurrence: 1, reports: 2 } }],
    ['leaves it acknowledged', { found: ACKNOWLEDGED, at: 10, expected: { state: 'acknowledged', reports: 2 } }],
    ['leaves it snoozed', { found: SNOOZED, at: 10, expected: { state: 'snoozed', reports: 2 } }],
    ['opens the next occurrence after a person resolved it', { found: RESOLVED, at: 61, expected: { occurrence: 2 } }],
    [
      'continues an occurrence that ended by itself 14 minutes ago',
      { found: ENDED, at: 74, expected: { state: 'open', occurrence: 1, reports: 2, opened_at: OPENED } },
    ],
    [
      'opens the next occurrence after 15 quiet minutes',
      { found: ENDED, at: 75, expected: { occurrence: 2, reports: 1, opened_at: minute(75) } },
    ],
  ])('%s', (_title, { found, at, expected }) => {
    expect(afterReport(found, REPORT, minute(at))).toMatchObject(expected);
  });

  it('replaces the detail with the newest', () => {
    expect(afterReport(OPEN, { ...REPORT, detail: 'Still full.' }, minute(1)).detail).toBe('Still full.');
  });
});

describe('a request of a person', () => {
  const bob = { by: 'bob', until: minute(60) };
  it.each([
    ['acknowledges an open incident', acknowledge(OPEN, 'bob', minute(6)), { type: 'changed', state: 'acknowledged' }],
    [
      'keeps the name of the first to acknowledge',
      acknowledge(ACKNOWLEDGED, 'bob', minute(6)),
      { type: 'unchanged', acknowledged_by: 'ann' },
    ],
    ['acknowledges a snoozed one', acknowledge(SNOOZED, 'bob', minute(6)), { type: 'changed', acknowledged_by: 'bob' }],
    ['acknowledges no resolved one', acknowledge(ENDED, 'bob', minute(61)), { type: 'resolved-before' }],
    ['snoozes an acknowledged one', snooze(ACKNOWLEDGED, bob, minute(6)), { type: 'changed', snoozed_by: 'bob' }],
    ['moves a snooze', snooze(SNOOZED, bob, minute(6)), { type: 'changed', snoozed_until: minute(60) }],
    ['snoozes no resolved one', snooze(RESOLVED, bob, minute(61)), { type: 'resolved-before' }],
    ['resolves a snoozed one', resolve(SNOOZED, 'bob', minute(9)), { type: 'changed', resolved_by: 'bob' }],
    ['resolves none twice', resolve(RESOLVED, 'bob', minute(61)), { type: 'resolved-before', resolved_by: 'ann' }],
  ])('%s', (_title, { type, incident }, expected) => {
    expect({ ...incident, type }).toMatchObject(expected);
  });
});

describe('the passage of time', () => {
  it.each<[string, { incident: Incident; at: number; expected: object }]>([
    ['sends no reminder before 30 minutes', { incident: OPEN, at: 29, expected: { reminder: null } }],
    ['reminds after 30 minutes', { incident: OPEN, at: 30, expected: { reminder: 'still-open' } }],
    ['reminds once for two missed reminders', { incident: OPEN, at: 600, expected: { reminder: 'still-open' } }],
    [
      'sends no third reminder',
      {
        incident: age(OPEN, minute(600)).incident,
        at: 6_000,
        expected: { incident: { state: 'open' }, reminder: null },
      },
    ],
    ['keeps an acknowledged one quiet', { incident: ACKNOWLEDGED, at: 200, expected: { reminder: null } }],
    [
      'reopens one that was acknowledged four hours ago',
      { incident: ACKNOWLEDGED, at: 245, expected: { incident: { state: 'open' }, reminder: 'acknowledged-long-ago' } },
    ],
    ['keeps a snoozed one quiet', { incident: SNOOZED, at: 89, expected: { reminder: null } }],
    [
      'reopens a snoozed one at its time',
      { incident: SNOOZED, at: 90, expected: { incident: { state: 'open' }, reminder: 'snooze-ended' } },
    ],
    ['changes nothing after the end', { incident: ENDED, at: 6_000, expected: { incident: ENDED, reminder: null } }],
  ])('%s', (_title, { incident, at, expected }) => {
    expect(age(incident, minute(at))).toMatchObject(expected);
  });

  it('does not repeat after a snooze what the snooze kept quiet', () => {
    const { incident } = age(SNOOZED, minute(90));
    expect(age(incident, minute(91)).reminder).toBeNull();
    expect(age(incident, minute(120)).reminder).toBe('still-open');
  });
});

describe('a snooze keeps quiet', () => {
  it.each<[string, { incident: Incident; until: number; expected: readonly Instant[] }]>([
    ['both reminders', { incident: OPEN, until: 120, expected: [minute(30), minute(120)] }],
    ['only those before its end', { incident: OPEN, until: 60, expected: [minute(30)] }],
    ['only those to come', { incident: age(OPEN, minute(30)).incident, until: 120, expected: [minute(120)] }],
    ['none of a resolved incident', { incident: RESOLVED, until: 600, expected: [] }],
  ])('%s', (_title, { incident, until, expected }) => {
    expect(remindersBefore(incident, minute(until))).toEqual(expected);
  });
});
