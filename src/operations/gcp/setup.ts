import * as z from 'zod';
import { type CloudSetupReport, SetupStep } from '../../platform/cloud-setup.ts';
import { countedText } from '../kit/count-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const BY_DIGEST = /^[\w.\-/:]+@sha256:[0-9a-f]{64}$/;
const DIGEST_HINT =
  'must name the image with its digest, such as us-docker.pkg.dev/p/tipoff/tipoff@sha256:<64 hexadecimal digits>, because a tag can move to another image. `gcloud artifacts docker images describe <image>:<tag> --format="value(image_summary.digest)"` shows the digest';

const SetupInput = z.strictObject({
  dry_run: z.boolean().default(false).describe('show what would be created and changed, and change nothing'),
  image: z
    .string()
    .regex(BY_DIGEST, { error: DIGEST_HINT })
    .optional()
    .describe('the container image with its digest; without it, the services keep their image'),
  workers: z
    .enum(['push', 'pull'])
    .default('push')
    .describe('how requests reach the workers: Pub/Sub pushes them to a service, or a worker pool pulls them'),
});

const SetupReply = z.object({
  project: z.string(),
  steps: z.array(SetupStep).readonly(),
  by_hand: z.array(z.string()).readonly().describe('what a person still has to do'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'gcp setup': typeof SetupInput;
  }
}

export const setUpProject = operation({
  name: 'gcp setup',
  summary:
    'Make a project of Google Cloud ready for Tipoff: APIs, stores, queue, accounts, secrets, services and schedule.',
  input: SetupInput,
  output: SetupReply,
  refusal: SetupReply,
  positionals: [],
  effect: 'grant',
  reach: 'local',
  opens: 'nothing',
  configuredBy: 'caller',
  prints: 'outcome',
  onInterrupt: 'What was created stays. Run the command again: it completes the setup.',
  async run(app, { input: { dry_run, image, workers }, progress }) {
    const mode = dry_run ? 'plan' : 'apply';
    const report = await app.setUpCloud({ mode, workers, ...(image === undefined ? {} : { image }) }, progress);
    const { project, steps, byHand } = report;
    const data = { project, steps, by_hand: byHand };
    const message = messageOf(report, mode);
    if (steps.some(({ result }) => result === 'not_possible'))
      return { decision: 'refused', code: 'setup_incomplete', message, data, next: [] };
    if (mode === 'apply') return { decision: 'done', code: 'ok', message, data, next: [] };
    const arguments_ = { workers, ...(image === undefined ? {} : { image }) };
    return {
      decision: 'done',
      code: 'plan',
      message,
      data,
      next: [nextStep('gcp setup', arguments_, { why: 'Carry out this plan.' })],
    };
  },
});

function messageOf({ project, steps }: CloudSetupReport, mode: 'plan' | 'apply'): string {
  const count = (result: SetupStep['result']) => steps.filter((step) => step.result === result).length;
  const counts =
    mode === 'plan'
      ? `${count('to_create')} would be created, ${count('to_change')} would be changed, ${count('unchanged')} are as they should be`
      : `${count('created')} were created, ${count('changed')} were changed, ${count('unchanged')} were as they should be`;
  const failed = count('not_possible');
  const head = `${countedText(steps.length, 'resource')} in the project ${project}: ${counts}.`;
  const changed = mode === 'plan' ? ' Nothing was changed.' : '';
  if (failed === 0) return `${head}${changed}`;
  return `${head}${changed} ${failed} ${failed === 1 ? 'was' : 'were'} not possible. Do what ${failed === 1 ? 'its line says' : 'their lines say'}, and run setup again.`;
}
