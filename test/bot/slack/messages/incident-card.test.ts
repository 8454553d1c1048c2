import { describe, expect, it } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import type { IncidentCard } from '#src/coordination/incidents/incident-card.ts';
import { Instant } from '#src/platform/instant.ts';
import { INCIDENT, REMINDER } from './announcements-to-render.ts';
import { seen } from './visible-text.ts';

const LATER = Instant.parse('2026-02-05T19:05:00.000000Z');

function textOf(status: IncidentCard['status'] = INCIDENT.status): string {
  return seen(renderAnnouncement({ ...INCIDENT, status }));
}

function blocksOf(status: IncidentCard['status'] = INCIDENT.status): string {
  return JSON.stringify(renderAnnouncement({ ...INCIDENT, status }).blocks);
}

describe('the card of an incident', () => {
  it('says what happened, for how long, and what to do', () => {
    const text = textOf();
    expect(text).toContain('⚠ The job grade-last-night failed');
    expect(text).toContain('Open for more than 30 min.');
    expect(text).toContain('The last error was: the disk is full.');
    expect(text).toContain('Then run /jobs run grade-last-night.');
    expect(text).toContain('Please look at it:');
  });

  it('mentions those who must act, by id, only while nobody has acknowledged it', () => {
    expect(blocksOf()).toContain('{"type":"user","user_id":"U024BE7LH"}');
    expect(blocksOf({ state: 'acknowledged', by: 'ann', at: LATER })).not.toContain('U024BE7LH');
  });

  it.each<[string, IncidentCard['status'], string]>([
    ['acknowledged', { state: 'acknowledged', by: 'ann', at: LATER }, 'Acknowledged by ann at 2:05 PM ET, Feb 5.'],
    ['snoozed', { state: 'snoozed', by: 'ann', until: LATER }, 'Snoozed by ann until 2:05 PM ET, Feb 5.'],
    ['resolved by a person', { state: 'resolved', by: 'ann', at: LATER }, 'Resolved by ann after 1 h 5 min.'],
    ['over by itself', { state: 'resolved', by: null, at: LATER }, 'Resolved by itself after 1 h 5 min.'],
  ])('says when it is %s', (_title, status, sentence) => {
    expect(textOf(status)).toContain(sentence);
  });

  it('has buttons until it is resolved, and carries only its key and occurrence', () => {
    expect(blocksOf()).toContain('"value":"job-grade-last-night#2"');
    for (const label of ['Acknowledge', 'Snooze…', 'Resolve']) expect(blocksOf()).toContain(`"text":"${label}"`);
    expect(blocksOf({ state: 'acknowledged', by: 'ann', at: LATER })).not.toContain('"text":"Acknowledge"');
    expect(blocksOf({ state: 'resolved', by: null, at: LATER })).not.toContain('"actions"');
  });
});

it('a reminder mentions those who must act and says why', () => {
  expect(seen(renderAnnouncement(REMINDER))).toContain(
    'The job grade-last-night failed is still not resolved, and nobody has acknowledged it. It has been open for 2 h 0 min.',
  );
});
