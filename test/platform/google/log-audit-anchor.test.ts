import { expect, test } from 'vitest';
import { logAuditAnchor } from '#src/platform/google/log-audit-anchor.ts';
import { testAuditAnchor } from '../../contracts/audit-anchor.contract.ts';
import { loopbackLogging } from '../../emulators/cloud-logging.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';

const PERMISSION_DENIED = 7;
const UNAVAILABLE = 14;

function anAnchor({ rest } = loopbackLogging(), log = silentLog) {
  return logAuditAnchor({ projectId: 'p', rest, log, retryDelayMs: 1 });
}

testAuditAnchor(async () => {
  const logging = loopbackLogging();
  return [anAnchor(logging), anAnchor(logging)];
});

test('lines that are added during a request go into the next one together', async () => {
  const logging = loopbackLogging();
  const anchor = anAnchor(logging);
  for (let line = 0; line < 100; line += 1) anchor.add(`line ${line}`);
  await anchor.settled();
  expect(await anchor.read()).toHaveLength(100);
  expect(logging.writes()).toBeLessThanOrEqual(2);
});

test('a request is repeated after an outage, and a line whose answer was lost counts once', async () => {
  const logging = loopbackLogging();
  const anchor = anAnchor(logging);
  logging.failNext(UNAVAILABLE, 'lost');
  anchor.add('a');
  await anchor.settled();
  expect(await anchor.read()).toEqual(['a']);
});

test('a line that cannot be written is logged with the role to grant, because its change has been committed', async () => {
  const logging = loopbackLogging();
  const logged: unknown[] = [];
  const anchor = anAnchor(logging, { ...silentLog, error: ({ error }) => void logged.push(error) });
  logging.failNext(PERMISSION_DENIED);
  anchor.add('a');
  await anchor.settled();
  expect(String(logged[0])).toContain('roles/logging.logWriter');
  anchor.add('b');
  await anchor.settled();
  expect(await anchor.read()).toEqual(['b']);
});

test('an anchor that may not be read names the role', async () => {
  const logging = loopbackLogging();
  logging.failNext(PERMISSION_DENIED);
  await expect(anAnchor(logging).read()).rejects.toThrow('roles/logging.viewer on the project');
});

test('an anchor begins with more lines than fit into one entry', async () => {
  const anchor = anAnchor();
  const lines = Array.from({ length: 2_500 }, (_, number) => `line ${number}`);
  await anchor.begin(async () => lines);
  expect(await anchor.read()).toEqual(lines);
});
