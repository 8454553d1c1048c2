import type { QueueFinding } from '../queue-check.ts';
import type { Reading } from '../reading.ts';
import { hasGrant, type IamPolicy } from './iam-policy.ts';
import type { PubsubFacts } from './pubsub-facts.ts';
import type { WantedResources } from './pubsub-findings.ts';

const BROAD_ROLES = ['roles/pubsub.editor', 'roles/pubsub.admin', 'roles/editor', 'roles/owner'];

/** A right that Pub/Sub's own account needs so that it can move a message to the dead-letter topic. */
interface NeededGrant {
  readonly resource: string;
  readonly policy: Reading<IamPolicy | undefined>;
  readonly role: string;
  /** What happens without the right, as a sentence. */
  readonly otherwise: string;
  /** The command that grants the right, without the member and the role. */
  readonly command: string;
}

/**
 * Checks that Pub/Sub's own account may move dead letters: it publishes them to the dead-letter topic, and acknowledges them on
 * the subscription. Without these rights the dead-letter policy has no effect, and Pub/Sub does not report it.
 */
export async function grantFindings(
  facts: PubsubFacts,
  { names, projectId }: WantedResources,
): Promise<readonly QueueFinding[]> {
  const needed: readonly NeededGrant[] = [
    {
      resource: `the topic ${names.deadLetterTopic}`,
      policy: facts.policies.deadLetterTopic,
      role: 'roles/pubsub.publisher',
      otherwise: 'Dead letters are never published, and their requests come back for days.',
      command: `gcloud pubsub topics add-iam-policy-binding ${names.deadLetterTopic} --project=${projectId}`,
    },
    {
      resource: `the subscription ${names.subscription}`,
      policy: facts.policies.subscription,
      role: 'roles/pubsub.subscriber',
      otherwise: 'Dead letters stay on the subscription as well, and come back for days.',
      command: `gcloud pubsub subscriptions add-iam-policy-binding ${names.subscription} --project=${projectId}`,
    },
  ];
  const found = await Promise.all(needed.map((grant) => grantFinding(grant, facts)));
  return found.filter((finding) => finding !== undefined);
}

async function grantFinding(needed: NeededGrant, facts: PubsubFacts): Promise<QueueFinding | undefined> {
  const { resource, policy, role, otherwise, command } = needed;
  if (policy.type === 'unknown') return { level: 'unknown', message: policy.why, fix: null };
  const wanted = { member: agentPattern(facts.projectNumber), roles: [role, ...BROAD_ROLES] };
  if (policy.value === undefined || hasGrant(policy.value, wanted)) return undefined;
  const project = await facts.policies.project();
  if (project.type === 'known' && hasGrant(project.value, wanted)) return undefined;
  const agent = agentAddress(facts.projectNumber);
  const message = `Pub/Sub's own account ${agent} does not have the role ${role} on ${resource}. ${otherwise}`;
  const fix = `${command} --member=serviceAccount:${agent} --role=${role}`;
  if (project.type === 'known') return { level: 'wrong', message, fix };
  return {
    level: 'unknown',
    message: `${message} It may have the role in the whole project, which is unknown: ${project.why}`,
    fix,
  };
}

/** Any project's account counts while the number of the project is unknown. */
function agentPattern(projectNumber: Reading<string>): RegExp {
  const number = projectNumber.type === 'known' ? projectNumber.value : '\\d+';
  return new RegExp(`^serviceAccount:service-${number}@gcp-sa-pubsub\\.iam\\.gserviceaccount\\.com$`);
}

function agentAddress(projectNumber: Reading<string>): string {
  const number = projectNumber.type === 'known' ? projectNumber.value : 'PROJECT_NUMBER';
  return `service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com`;
}
