import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { ageIncidents, reportIncident, resolveIncident } from '#src/coordination/incidents/change-incident.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { recordChannelFault } from '#src/coordination/outbox/refusals.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { PostRefused } from '#src/platform/post-refused.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';
import { aClockedStore } from '../../coordination/sessions/a-store.ts';

const MINUTE_MS = 60_000;
const REPORT = {
  key: 'job-import',
  title: 'The job import failed',
  detail: 'The disk is full.',
  remedy: 'Free some space.',
  mentions: ['U024BE7LH'],
};

function anApp() {
  const { store, pass } = aClockedStore();
  const { app } = createApp({ platform: 'embedded', dataFolder: '/nonexistent' }, { store });
  const incidents = { store, auditContext: systemAuditContext(app.audit, 'test') };
  return {
    store,
    passMinutes: (minutes: number) => pass(minutes * MINUTE_MS),
    report: (detail = REPORT.detail) => reportIncident(incidents, { ...REPORT, detail }),
    end: () => resolveIncident(incidents, REPORT.key),
    age: () => ageIncidents(incidents),
    ask: async (name: string, given: object = {}, actor = ANN) => {
      const operation = OPERATIONS.find((each) => each.name === name);
      if (operation === undefined) throw new Error(`there is no operation ${name}`);
      const input = parseInput(operation.input, given);
      return await operation.run(app, { input, actor, request: app.newId(), progress: () => undefined });
    },
    /** The wanted state of every post, by key. */
    posts: async () => {
      const found = await store.query({ collection: POSTS }, {});
      return found.map(({ id, data }) => ({ id, ...JSON.parse(data.wanted) }));
    },
  };
}

test('a problem that is reported often has one open incident and one card', async () => {
  const app = anApp();
  await app.report();
  await app.report('The disk is still full.');
  expect((await app.ask('incidents list')).data).toMatchObject({
    incidents: [{ key: 'job-import', state: 'open', reports: 2, detail: 'The disk is still full.' }],
  });
  expect(await app.posts()).toMatchObject([
    { id: 'incident-job-import-1', type: 'incident', detail: 'The disk is still full.' },
  ]);
});

test('two simultaneous reports open one incident', async () => {
  const app = anApp();
  await Promise.all([app.report(), app.report()]);
  expect((await app.ask('incidents list')).message).toBe('Not resolved: 1 incident. Not acknowledged: 1.');
  expect(await app.posts()).toHaveLength(1);
});

test('the card is edited as the incident ages, and two reminders at most follow in its thread', async () => {
  const app = anApp();
  await app.report();
  for (let quarter = 0; quarter < 96; quarter += 1) {
    app.passMinutes(15);
    await app.age();
  }
  const posts = await app.posts();
  expect(posts.filter(({ type }) => type === 'incident-reminder')).toHaveLength(2);
  expect(posts).toContainEqual(expect.objectContaining({ id: 'incident-job-import-1', age_minutes: 24 * 60 }));
});

test('the first to acknowledge is named on the card, and the next learns the name', async () => {
  const app = anApp();
  await app.report();
  expect(await app.ask('incidents acknowledge', { incident: 'job-import' }, AGENT)).toMatchObject({
    code: 'ok',
    message: 'You acknowledged the incident job-import. Its reminders stop for four hours.',
  });
  expect(await app.ask('incidents acknowledge', { incident: 'job-import' })).toMatchObject({
    code: 'unchanged',
    message: expect.stringContaining('claude-7'),
  });
  expect((await app.posts())[0]).toMatchObject({ status: { state: 'acknowledged', by: 'claude-7 for @ann' } });
});

test('a snooze without a duration changes nothing and shows what would stay quiet', async () => {
  const app = anApp();
  await app.report();
  const preview = await app.ask('incidents snooze', { incident: 'job-import' });
  expect(preview.code).toBe('preview');
  expect(preview.message).toContain('1h: The reminder of 1:30 PM ET will not be sent. It is open again at 2:00 PM ET');
  expect(preview.message).toContain('4h: The reminders of 1:30 PM ET and 3:00 PM ET will not be sent.');
  expect(preview.next[0]).toMatchObject({ arguments: { incident: 'job-import#1', for: '1h' } });
  expect((await app.ask('incidents list')).data).toMatchObject({ incidents: [{ state: 'open' }] });
});

test('a second snooze replaces the first, and both are in the audit', async () => {
  const app = anApp();
  await app.report();
  await app.ask('incidents snooze', { incident: 'job-import', for: '1h' });
  app.passMinutes(1);
  await app.ask('incidents snooze', { incident: 'job-import', for: '1d' });
  await app.report();
  const records = await app.store.query({ collection: AUDIT_RECORDS }, {});
  expect(records.filter(({ data }) => data.action === 'incident.snoozed')).toHaveLength(2);
});

test('a snoozed incident sends no reminder before its time, and one at its time', async () => {
  const app = anApp();
  await app.report();
  await app.ask('incidents snooze', { incident: 'job-import', for: '1h' });
  app.passMinutes(45);
  expect(await app.age()).toEqual({ unresolved: 1, reminded: 0 });
  app.passMinutes(16);
  expect(await app.age()).toEqual({ unresolved: 1, reminded: 1 });
  expect(await app.posts()).toContainEqual(expect.objectContaining({ reason: 'snooze-ended' }));
});

test('a problem that ends by itself resolves its incident and says how long it lasted', async () => {
  const app = anApp();
  await app.report();
  app.passMinutes(65);
  expect(await app.end()).toBe('resolved');
  expect(await app.end()).toBe('none');
  expect(await app.ask('incidents resolve', { incident: 'job-import' })).toMatchObject({
    code: 'already_resolved',
    message: 'The incident job-import was resolved by itself at Feb 5, 2:05 PM ET, after 1 h 5 min.',
  });
});

test('the button of an old card does not change the next occurrence', async () => {
  const app = anApp();
  await app.report();
  await app.ask('incidents resolve', { incident: 'job-import#1' });
  await app.report();
  expect(await app.ask('incidents resolve', { incident: 'job-import#1' })).toMatchObject({ code: 'outdated' });
  expect((await app.posts()).map(({ id }) => id)).toEqual(['incident-job-import-1', 'incident-job-import-2']);
  expect(await app.ask('incidents resolve', { incident: 'job-import#2' })).toMatchObject({ code: 'ok' });
});

test('an unknown incident is refused', async () => {
  const app = anApp();
  for (const verb of ['acknowledge', 'snooze', 'resolve']) {
    expect(await app.ask(`incidents ${verb}`, { incident: 'nothing' })).toMatchObject({ code: 'unknown_incident' });
  }
});

test('every change is on record', async () => {
  const app = anApp();
  await app.report();
  await app.ask('incidents acknowledge', { incident: 'job-import' });
  await app.ask('incidents snooze', { incident: 'job-import', for: '1h' });
  await app.ask('incidents resolve', { incident: 'job-import' });
  const log = JSON.stringify((await app.ask('audit log')).data);
  for (const action of ['opened', 'acknowledged', 'snoozed', 'resolved']) expect(log).toContain(`incident.${action}`);
});

test('the list says why the channel refuses posts', async () => {
  const app = anApp();
  const reason = 'Slack refuses posts to the channel predictions (is_archived). Unarchive the channel.';
  await recordChannelFault(
    app.store,
    'predictions',
    new PostRefused({ fault: 'channel', code: 'is_archived', message: reason }),
  );
  const { message, data } = await app.ask('incidents list');
  expect(message).toBe(`There are no unresolved incidents.\n${reason}`);
  expect(data).toMatchObject({ incidents: [], refused_posts: [reason] });
});
