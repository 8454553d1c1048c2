import type { QueueFinding } from '../queue-check.ts';
import { type GoogleProject, googleProject } from './google-project.ts';
import { connectPubsub, type PubsubConnectionOptions, pubsubCredentials, pubsubNames } from './pubsub-connection.ts';
import { readPubsubFacts } from './pubsub-facts.ts';
import { resourceFindings, type WantedResources } from './pubsub-findings.ts';
import { grantFindings } from './pubsub-grants.ts';
import { DELIVERY_POLICY } from './pubsub-queue.ts';

const WITHIN_MS = 4_000;

interface PubsubCheckOptions extends PubsubConnectionOptions, Pick<WantedResources, 'delivery'> {
  /** The milliseconds that one question to Google may take. */
  readonly withinMs?: number;
  readonly project?: GoogleProject;
}

/**
 * Returns a function that compares the topics, the subscriptions and the rights of Pub/Sub itself with what Tipoff needs. It
 * opens a connection for each check, and answers within ten seconds. Throws a `Problem` when there are no credentials.
 */
export function pubsubCheck(options: PubsubCheckOptions): () => Promise<readonly QueueFinding[]> {
  const { projectId, delivery, emulator, withinMs = WITHIN_MS } = options;
  const names = pubsubNames(options);
  const wanted: WantedResources = { projectId, names, delivery, policy: DELIVERY_POLICY };
  const { credentials } = pubsubCredentials(options);
  return async () => {
    await credentials?.();
    const pubsub = connectPubsub(options);
    try {
      const project = options.project ?? googleProject({ projectId, withinMs });
      const iam = emulator === undefined ? 'google' : 'none';
      const facts = await readPubsubFacts(pubsub, { names, project, withinMs, iam });
      return distinct([...resourceFindings(facts, wanted), ...(await grantFindings(facts, wanted))]);
    } finally {
      await pubsub.close();
    }
  };
}

/** Several questions often have no answer for the same reason. */
function distinct(findings: readonly QueueFinding[]): readonly QueueFinding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
