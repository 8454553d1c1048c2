import type { Reading } from './reading.ts';

/** An environment variable of a revision. Nothing of its value is known, because it may be a secret. */
export interface EnvironmentVariable {
  readonly name: string;
  /** Whether the revision states the value, or refers to a secret. */
  readonly from: 'value' | 'secret';
}

/** A revision that carries traffic. */
export interface ServingRevision {
  readonly revision: string;
  /** The commit from which the revision was built, as the revision states it; null if it does not state one. */
  readonly commit: string | null;
  /** The share of the traffic that the revision gets now, from 1 to 100. */
  readonly percent: number;
  /** The environment variables of the revision; absent if the target does not state them. */
  readonly variables?: readonly EnvironmentVariable[];
}

/** What a service serves. The traffic is the observed one and not the wanted one. */
export interface ServingState {
  /** The revisions that carry traffic, the largest share first. More than one while the traffic is split. Empty if none serves. */
  readonly serving: readonly ServingRevision[];
  /** `failed`: the newest rollout did not become ready, and an older revision serves. */
  readonly rollout: 'settled' | 'in-progress' | 'failed';
  /** `observed`: the target sees what runs. `reported`: only the deploys' own reports say it, so it proves no deploy. */
  readonly evidence: 'observed' | 'reported';
  /** The address of the service; null if it has none. */
  readonly url: string | null;
}

/** A revision as it was created, whether it carries traffic or not. */
export interface CreatedRevision {
  readonly service: string;
  readonly revision: string;
  readonly commit: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The account that created the revision; null if the target does not say. */
  readonly by: string | null;
}

/** A build of an image. Several services may be deployed from one build. */
export interface ServiceBuild {
  readonly id: string;
  /** The service that the build is for; null if the build does not say. */
  readonly service: string | null;
  /** A cancelled build has failed. `unknown`: the target lists the build and does not say how it ended. */
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed' | 'unknown';
  readonly commit: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The account or the trigger behind the build; null if the target does not say. */
  readonly by: string | null;
  /** The address of the build's log; null if there is none. */
  readonly url: string | null;
}

/** The builds of one source. A target has several sources, such as one for each region, and each may fail alone. */
export interface BuildSource {
  /** The name of the source for people, such as `Cloud Build in us-west2`. */
  readonly name: string;
  readonly builds: Reading<readonly ServiceBuild[]>;
}

/** The place where the services run, read only. Every method resolves; an API that fails gives `unknown`. */
export interface DeployTarget {
  /** Resolves to what a service serves now. */
  readServing(service: string): Promise<Reading<ServingState>>;
  /** Resolves to the revisions of a service that were created at `since` or later, newest first. */
  readRevisions(service: string, since: Date): Promise<Reading<readonly CreatedRevision[]>>;
  /** Resolves to the builds that run now, and those that started or ended at `since` or later, newest first in each source. */
  readBuilds(since: Date): Promise<readonly BuildSource[]>;
  /** Returns the command that gives all traffic of a service to a revision; null if the target has no such command. */
  rollbackCommand(service: string, revision: string): string | null;
}

/** A deploy target that knows some of the services. */
export interface PartialTarget extends DeployTarget {
  /** Resolves to whether the target knows the service. If it does, its answers about the service count. */
  covers(service: string): Promise<Reading<boolean>>;
  close(): Promise<void>;
}
