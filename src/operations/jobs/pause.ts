import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { findJob, JobName } from './find-job.ts';
import { pauseJob } from './pause-job.ts';

export const pauseScheduledJob = operation({
  name: 'jobs pause',
  summary: 'Pause a job.',
  input: z.strictObject({ name: JobName.describe('the name of the job') }),
  output: z.object({ name: z.string() }),
  positionals: ['name'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { name } = findJob(app, call.input.name);
    const change = { name, person: nameOf(call.actor), now: app.now() };
    const decision = await pauseJob(app.store, auditContextOfCall(app, call), change);
    const next = [nextStep('jobs resume', { name }, { why: 'Put the job back on the schedule.' })];
    if (decision.type === 'unchanged') {
      const message = `${decision.pausedBy} already paused ${name}. The job stays paused.`;
      return { decision: 'done', code: 'already_paused', message, data: { name }, next };
    }
    const message = `Paused ${name}. It skips its due times until somebody resumes it.`;
    return { decision: 'done', code: 'ok', message, data: { name }, next };
  },
});
