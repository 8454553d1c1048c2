import type { QueueFinding } from '../../platform/queue-check.ts';
import type { ServiceFinding } from '../../platform/service-finding.ts';
import type { App } from '../app.ts';
import { textWithFix } from '../pubsub/finding-text.ts';

/** Examines the stores and the queue in the cloud. The result is empty when everything is on this machine. */
export async function examineCloud(
  app: Pick<App, 'checkQueue' | 'examineServices'>,
): Promise<readonly ServiceFinding[]> {
  const [services, queue] = await Promise.all([app.examineServices(), app.checkQueue()]);
  return queue === 'in-process' ? services : [...services, ...queueFindings(queue)];
}

function queueFindings(found: readonly QueueFinding[]): readonly ServiceFinding[] {
  if (found.length === 0) {
    const message = 'The topics, subscriptions and rights are as they must be.';
    return [{ service: 'Pub/Sub', level: 'note', message }];
  }
  return found.map((finding) => ({
    service: 'Pub/Sub',
    level: finding.level === 'wrong' ? 'problem' : 'unchecked',
    message: textWithFix(finding),
  }));
}
