import { expect, it } from 'vitest';
import { currentTrace, withTrace } from '#src/bot/http/request-trace.ts';
import { cloudLog } from '#src/platform/google/cloud-log.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

function aLog() {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = cloudLog({ projectId: 'my-project-1', instanceId: 'one', role: 'worker', trace: currentTrace, write });
  return { log, entries: () => lines.map((line) => JSON.parse(line)), lines };
}

it('each entry is one JSON line with the severity, the message and the time of Cloud Logging', () => {
  const { log, entries, lines } = aLog();
  log.info({ batchId: 'b' }, 'a batch began');
  log.warn({}, 'a poll failed');
  log.error({ error: new Error('no\nroute') }, 'a job failed');
  expect(entries()).toMatchObject([
    { severity: 'INFO', message: 'a batch began', batchId: 'b', role: 'worker', instance: 'one' },
    { severity: 'WARNING', message: 'a poll failed' },
    { severity: 'ERROR', message: 'a job failed', error: { type: 'Error', message: 'no\nroute' } },
  ]);
  for (const { time } of entries()) expect(new Date(time).toISOString()).toBe(time);
  for (const line of lines) expect(line.match(/\n/g)).toHaveLength(1);
  expect(entries()[0]).not.toHaveProperty('level');
});

it('an entry names the trace of the request in which it happened', () => {
  const { log, entries } = aLog();
  withTrace({ traceparent: `00-${TRACE}-${SPAN}-01` }, () => log.info({}, 'inside'));
  log.info({}, 'outside');
  expect(entries()[0]).toMatchObject({
    'logging.googleapis.com/trace': `projects/my-project-1/traces/${TRACE}`,
    'logging.googleapis.com/spanId': SPAN,
    'logging.googleapis.com/trace_sampled': true,
  });
  expect(Object.keys(entries()[1]).filter((key) => key.includes('trace'))).toEqual([]);
});

it('no entry contains a secret', () => {
  const { log, lines } = aLog();
  log.warn({ token: 'xoxb-1', authorization: 'Bearer 1', call: { token: 'xoxb-2' } }, 'a call failed');
  expect(lines.join()).not.toMatch(/xoxb|Bearer/);
});
