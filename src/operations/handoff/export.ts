import * as z from 'zod';
import { loadAllHeldBy } from '../../pipeline/handoffs/load-all-held-by.ts';
import { UserText } from '../../platform/user-text.ts';
import { HandoffId } from '../kit/input/handoff-id.ts';
import { operation } from '../kit/operation.ts';
import { findHandoff } from './find-handoff.ts';
import { handoffMarkdown } from './handoff-markdown.ts';
import { proveClaims } from './prove-claims.ts';

const HandoffExportInput = z.strictObject({
  id: HandoffId.optional().describe('the id of the handoff; default: your newest'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'handoff export': typeof HandoffExportInput;
  }
}

export const exportHandoff = operation({
  name: 'handoff export',
  summary: 'Write a handoff as Markdown, proved now.',
  input: HandoffExportInput,
  output: z.object({ markdown: UserText }),
  positionals: ['id'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor }) {
    const handoff = await findHandoff(app, { id: input.id, session: actor.session });
    const { from, done, accepted } = handoff;
    const owner = accepted?.by ?? from;
    const claims = done.map(({ claim, proof }) => ({ claim, proof }));
    const [proved, holds, now] = await Promise.all([
      proveClaims(app, { claims, session: from }),
      loadAllHeldBy(app, owner.session),
      app.store.now(),
    ]);
    const markdown = handoffMarkdown(handoff, { proved, holds, owner, now });
    return { decision: 'done', code: 'ok', message: markdown, data: { markdown }, next: [] };
  },
});
