import * as z from 'zod';
import { QueueFinding } from '../../platform/queue-check.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { findingText } from './finding-text.ts';

const QueueState = z.object({ findings: z.array(QueueFinding).readonly() });
type QueueState = Readonly<z.infer<typeof QueueState>>;

export const checkPubsub = operation({
  name: 'pubsub check',
  summary: 'Check the topics, subscriptions, dead letters and rights in Pub/Sub. Nothing is changed.',
  input: z.strictObject({}),
  output: QueueState,
  refusal: QueueState,
  positionals: [],
  effect: 'read',
  reach: 'local',
  opens: 'nothing',
  prints: 'outcome',
  async run(app): Promise<Outcome<QueueState>> {
    const found = await app.checkQueue();
    if (found === 'in-process') return outcomeOf('ok', IN_PROCESS, []);
    const wrong = found.filter(({ level }) => level === 'wrong');
    const text = (first: string) => [first, ...found.map(findingText)].join('\n');
    if (wrong.length > 0) {
      const count = wrong.length === 1 ? 'One thing is' : `${wrong.length} things are`;
      const message = text(`${count} wrong in Pub/Sub. Nothing was changed.`);
      return { decision: 'refused', code: 'queue_misconfigured', message, data: { findings: found }, next: [] };
    }
    if (found.length > 0) return outcomeOf('queue_unknown', text('Nothing is known to be wrong in Pub/Sub.'), found);
    return outcomeOf('ok', 'The topics, subscriptions and rights in Pub/Sub are as they must be.', []);
  },
});

const IN_PROCESS = 'The queue is inside this process, so there is nothing to check. PLATFORM=gcp uses Pub/Sub.';

function outcomeOf(code: string, message: string, findings: readonly QueueFinding[]): Outcome<QueueState> {
  return { decision: 'done', code, message, data: { findings }, next: [] };
}
