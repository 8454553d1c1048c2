import * as z from 'zod';

/** What became of one resource, or what a plan would do with it. */
export const SetupStep = z.object({
  /** The kind and the name of the resource, such as `topic prediction-requests`. */
  resource: z.string(),
  result: z.enum(['created', 'changed', 'unchanged', 'to_create', 'to_change', 'not_possible']),
  /** What differs, or why it is not possible and what to do. Empty when there is nothing to say. */
  detail: z.string(),
});
export type SetupStep = Readonly<z.infer<typeof SetupStep>>;

export interface CloudSetupRequest {
  /** `plan` reads and changes nothing. */
  readonly mode: 'plan' | 'apply';
  /** The container image with its digest. Without it, services that exist keep their image. */
  readonly image?: string;
  /** Whether Pub/Sub pushes the prediction requests to the workers, or the workers pull them. */
  readonly workers: 'push' | 'pull';
}

export interface CloudSetupReport {
  readonly project: string;
  /** In the order in which the resources depend on each other. */
  readonly steps: readonly SetupStep[];
  /** What a person still has to do, as sentences. */
  readonly byHand: readonly string[];
}

/**
 * Makes the project of the configuration ready for Tipoff. It may be repeated and may run twice at once: resources that are as
 * wanted stay unchanged. A resource that is not possible is a step with the reason, and the resources that do not need it
 * are still set up. Throws a `Problem` when the project itself cannot be read, and on a platform that is not in the cloud.
 */
export type SetUpCloud = (request: CloudSetupRequest, progress: (text: string) => void) => Promise<CloudSetupReport>;
