import * as z from 'zod';
import { unfreezeDeploys } from '../../coordination/deploy-locks/freeze-deploys.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { operation } from '../kit/operation.ts';
import { FreezeFacts, freezeFacts } from './freeze-text.ts';

const DeployUnfreezeInput = z.strictObject({});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy unfreeze': typeof DeployUnfreezeInput;
  }
}

export const unfreezeAllDeploys = operation({
  name: 'deploy unfreeze',
  summary: 'Lift the freeze of deploys, also that of tonight’s games. For people only.',
  input: DeployUnfreezeInput,
  output: z.object({ lifted: z.array(FreezeFacts) }),
  positionals: [],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { actor, request }) {
    const auditContext = auditContextOfCall(app, { actor, request });
    const lifted = (await unfreezeDeploys({ store: app.store, auditContext })).map(freezeFacts);
    const data = { lifted };
    if (lifted.length === 0) {
      const message = 'Deploys are not frozen. Nothing was changed.';
      return { decision: 'done', code: 'not_frozen', message, data, next: [] };
    }
    return { decision: 'done', code: 'unfrozen', message: 'Deploys are no longer frozen.', data, next: [] };
  },
});
