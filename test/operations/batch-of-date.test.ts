import { expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });

it.each([
  ['2026-02-05', '2026-02-05'],
  ['yesterday', '2026-02-04'],
  ['tonight', '2026-02-05'],
])('batch status %s means the newest batch of %s, and the answer names the date', async (id, date) => {
  const app = await anApp({ now: () => new Date('2026-02-06T02:00:00Z') });
  await expect(ask(app, ANN, ['batch status', { id }])).rejects.toThrow(`${date} has no batch.`);
});
