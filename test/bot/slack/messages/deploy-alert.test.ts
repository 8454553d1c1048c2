import { expect, it } from 'vitest';
import { deployAlert } from '#src/bot/slack/messages/deploy-alert.ts';
import { deployLines } from '#src/bot/slack/messages/deploy-lines.ts';
import { DEPLOY_ALERT, MISMATCHED } from './locks-to-render.ts';
import { seen } from './visible-text.ts';

it.each([
  ['the last good deploy is known', MISMATCHED, 'deploy again, or go back to the last good commit.'],
  ['no earlier deploy is known to be good', { ...MISMATCHED, last_good: null }, ': deploy again.'],
])('a mismatch asks for what is possible when %s', (_, deploy, request) => {
  const alert = { ...DEPLOY_ALERT, problem: 'mismatch', deploy, ticket: null } as const;
  expect(seen(deployAlert(alert))).toContain(request);
});

it('RT-38: names the environment variables that disappeared, and how to put them back', () => {
  const deploy = { ...MISMATCHED, served: null, lost_variables: ['MODEL_PATH', 'DB_URL'] };
  const text = seen(deployAlert({ ...DEPLOY_ALERT, problem: 'variables', deploy, ticket: null }));
  expect(text).toContain('⚠ worker has lost environment variables in the deploy by');
  expect(text).toContain('that it lacks now: MODEL_PATH, DB_URL.');
  expect(text).toContain('set each with --update-env-vars');
});

it('the reason why the outgoing commits are unknown shows its commands as code', () => {
  const changes = { type: 'unknown', why: 'Fetch first: `git fetch`.' } as const;
  const deploy = { ...MISMATCHED, changes } as const;
  const lines = deployLines({ service: 'worker', deploy, commits: 'titles' });
  expect(JSON.stringify(lines)).toContain('{"type":"text","text":"git fetch","style":{"code":true}}');
});
