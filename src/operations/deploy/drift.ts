import * as z from 'zod';
import { readDrift } from '../../coordination/deploys/read-drift.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { type AnsweredOutcome, operation } from '../kit/operation.ts';
import { DriftFacts, driftFacts } from './drift-facts.ts';
import { driftSentences } from './drift-text.ts';
import { requireService } from './execute-lock-command.ts';

const DeployDriftInput = z.strictObject({
  service: ServiceName.optional().describe('one service; default: every service'),
  diff: z.boolean().default(false).describe('also list the undeployed commits'),
});

const DriftOverview = z.object({
  /** The newest commit of main; null if it is unknown. */
  main: z.string().nullable(),
  services: z.array(DriftFacts),
});
type DriftOverview = DeepReadonly<z.infer<typeof DriftOverview>>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy drift': typeof DeployDriftInput;
  }
}

export const deployDrift = operation({
  name: 'deploy drift',
  summary: 'Compare the code that serves with main.',
  input: DeployDriftInput,
  output: DriftOverview,
  positionals: ['service'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input: { service, diff } }) {
    if (service !== undefined) requireService(app, service, 'services-only');
    const report = await readDrift(app, service === undefined ? undefined : [service]);
    const facts = report.services.map(driftFacts);
    const services = diff ? facts : facts.map((each) => ({ ...each, undeployed: [] }));
    return overviewOutcome(
      { main: report.main.type === 'known' ? report.main.sha : null, services },
      diff ? 'with-commits' : 'without-commits',
    );
  },
});

function overviewOutcome(
  data: DriftOverview,
  list: 'with-commits' | 'without-commits',
): AnsweredOutcome<DriftOverview> {
  const isBehind = data.services.some(({ behind }) => (behind ?? 0) > 0);
  const diff = nextStep('deploy drift', { diff: true }, { why: 'See the undeployed commits.' });
  const next = isBehind && list === 'without-commits' ? [diff] : [];
  return { decision: 'done', code: codeOf(data), message: driftSentences(data.services), data, next };
}

/** The codes separate drift from a drift that is unknown, because scripts decide by them. */
function codeOf({ services }: DriftOverview): 'drift' | 'drift_unknown' | 'ok' {
  if (services.some(({ severity }) => severity !== null)) return 'drift';
  return services.some(({ verdict }) => verdict === 'unknown') ? 'drift_unknown' : 'ok';
}
