import type { FirestoreIndexes } from '../firestore-indexes.ts';
import type { RunSpec } from './run-spec.ts';
import type { SecretId, SecretVariable } from './secrets.ts';

/** What has an IAM policy. */
export type PolicyTarget =
  | { readonly type: 'project' }
  | { readonly type: 'topic' | 'subscription' | 'secret' | 'service'; readonly name: string };

/** Where a role is granted. The rights on a dataset are not an IAM policy. */
export type GrantTarget = PolicyTarget | { readonly type: 'dataset'; readonly name: string };

/** How Pub/Sub calls the worker service. */
export interface PushTarget {
  readonly endpoint: string;
  readonly audience: string;
  /** The address of the account whose tokens Pub/Sub sends. */
  readonly serviceAccount: string;
}

/** One thing that the project must have. */
export type WantedResource =
  | { readonly kind: 'api'; readonly api: string }
  | { readonly kind: 'database'; readonly databaseId: string; readonly location: string }
  | { readonly kind: 'indexes'; readonly databaseId: string; readonly indexes: FirestoreIndexes }
  | { readonly kind: 'tables' }
  | { readonly kind: 'account'; readonly accountId: string; readonly title: string }
  | { readonly kind: 'secret'; readonly secretId: SecretId; readonly variable: SecretVariable }
  | { readonly kind: 'topic'; readonly topic: string }
  | {
      readonly kind: 'subscription';
      readonly subscription: string;
      readonly topic: string;
      /** Where a message goes that was delivered too often; undefined for the dead letters themselves. */
      readonly deadLetterTopic: string | undefined;
      /** Undefined when consumers pull. */
      readonly push: PushTarget | undefined;
    }
  | { readonly kind: 'grant'; readonly on: GrantTarget; readonly role: string; readonly member: string }
  | { readonly kind: 'service'; readonly spec: RunSpec }
  | { readonly kind: 'worker-pool'; readonly spec: RunSpec }
  | {
      readonly kind: 'schedule';
      readonly jobId: string;
      readonly summary: string;
      /** A cron pattern with five fields, in New York time. */
      readonly due: string;
      readonly target: PushTarget;
    };

/** A resource in the list of all resources, which is sorted: a resource comes after those that it needs. */
export interface Resource {
  /** The kind and the name, such as `topic prediction-requests`. */
  readonly id: string;
  /** The ids of the resources without which this one cannot exist. */
  readonly needs: readonly string[];
  readonly wanted: WantedResource;
}

/** How a resource in the project compares with the wanted one. */
export type ResourceState =
  | { readonly type: 'absent' }
  | { readonly type: 'same' }
  /** `difference` is for a person, without values that may be secret. */
  | { readonly type: 'differs'; readonly difference: string };

/** One resource in the project. Both functions throw the errors of Google's clients, or a `Problem`. */
export interface ResourceAdapter {
  read(): Promise<ResourceState>;
  /** Creates the resource that was absent, or changes only what differs. Other settings stay. */
  apply(state: Exclude<ResourceState, { type: 'same' }>): Promise<void>;
}

export const ABSENT: ResourceState = { type: 'absent' };
export const SAME: ResourceState = { type: 'same' };

export function differs(differences: readonly string[]): ResourceState {
  return differences.length === 0 ? SAME : { type: 'differs', difference: differences.join(', ') };
}
