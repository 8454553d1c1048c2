import * as z from 'zod';
import { readContains, type ServiceContained } from '../../coordination/deploys/read-contains.ts';
import { gameDateOf } from '../../pipeline/dates/game-date.ts';
import { countPredictionsWith } from '../../pipeline/results/predictions-with-commit.ts';
import { known, type Reading, unknown } from '../../platform/reading.ts';
import type { App } from '../app.ts';
import { countedText } from '../kit/count-text.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';
import { failureOf } from '../kit/failure.ts';
import { CommitText } from '../kit/input/commit-text.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { operation } from '../kit/operation.ts';
import { shortCommit } from '../kit/short-commit.ts';
import { containsSentences } from './contains-text.ts';
import { requireService } from './execute-lock-command.ts';

const DeployContainsInput = z.strictObject({
  commit: CommitText.describe('the commit to look for'),
  service: ServiceName.optional().describe('one service; default: every service'),
});

const Answer = z.enum(['yes', 'no', 'unknown']);
const Counts = z.object({ yes: z.number().int(), no: z.number().int(), unknown: z.number().int() });

const ContainsFacts = z.object({
  commit: z.string(),
  services: z.array(
    z.object({
      service: z.string(),
      answer: Answer,
      why: z.string().nullable(),
      serving: z.array(
        z.object({
          revision: z.string(),
          commit: z.string().nullable(),
          percent: z.number(),
          answer: Answer,
          why: z.string().nullable(),
        }),
      ),
    }),
  ),
  game_date: z.string(),
  /** Tonight's active predictions, counted by whether the code that made them contains the commit; null if unreadable. */
  predictions: Counts.nullable(),
});
type ContainsFacts = DeepReadonly<z.infer<typeof ContainsFacts>>;

export const deployContains = operation({
  name: 'deploy contains',
  summary: 'Say whether a commit serves.',
  input: DeployContainsInput,
  output: ContainsFacts,
  positionals: ['commit', 'service'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input: { commit, service } }) {
    if (service !== undefined) requireService(app, service, 'services-only');
    const services = await readContains(app, commit, service === undefined ? app.services : [service]);
    const game_date = gameDateOf(app.now());
    const counted = await countTonight(app, commit, game_date);
    const predictions = counted.type === 'known' ? counted.value : null;
    const data: ContainsFacts = { commit, services, game_date, predictions };
    const tonight = counted.type === 'known' ? tonightSentence(commit, counted.value) : counted.why;
    const message = `${containsSentences(commit, services)} ${tonight}`;
    return { decision: 'done', code: codeOf(services), message, data, next: [] };
  },
});

/** The warehouse may be in use by another process, which does not make the answer about the services less useful. */
async function countTonight(app: App, commit: string, gameDate: string): Promise<Reading<z.infer<typeof Counts>>> {
  try {
    return known(await countPredictionsWith(app, { commit, gameDate }));
  } catch (error) {
    const { kind, message } = failureOf(error);
    if (kind === 'defect') throw error;
    return unknown(`Tonight's predictions cannot be read: ${message}`);
  }
}

function tonightSentence(commit: string, { yes, no, unknown: unclear }: z.infer<typeof Counts>): string {
  const all = yes + no + unclear;
  if (all === 0) return 'There are no predictions for tonight yet.';
  const parts = [
    `${yes.toLocaleString('en-US')} were made with ${shortCommit(commit)}`,
    ...(no === 0 ? [] : [`${no.toLocaleString('en-US')} without it`]),
    ...(unclear === 0 ? [] : [`${unclear.toLocaleString('en-US')} by code whose relation to it is unknown`]),
  ];
  return `Of ${countedText(all, 'prediction')} for tonight, ${parts.join(', ')}.`;
}

/** The codes separate the answers, because scripts decide by them. */
function codeOf(services: readonly ServiceContained[]): 'ok' | 'not_contained' | 'contains_unknown' {
  if (services.some(({ answer }) => answer === 'no')) return 'not_contained';
  return services.every(({ answer }) => answer === 'yes') ? 'ok' : 'contains_unknown';
}
