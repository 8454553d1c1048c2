/** A program of Tipoff in Cloud Run: a service, or a pool of workers that pull. */
export interface RunSpec {
  /** The name in Cloud Run, such as `tipoff-bot`. */
  readonly name: string;
  readonly role: 'bot' | 'jobs' | 'worker';
  /** The image with its digest. Undefined: the image that is deployed stays. */
  readonly image: string | undefined;
  readonly serviceAccount: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The secret behind each variable. */
  readonly secretVariables: Readonly<Record<string, string>>;
  readonly auditKey: { readonly secret: string; readonly folder: string; readonly file: string };
  readonly instances: { readonly min: number; readonly max: number };
  /** `always`: the program also works between requests. */
  readonly cpu: 'always' | 'during-requests';
  /** `everywhere`: requests may come from outside of Google Cloud. */
  readonly reachableFrom: 'everywhere' | 'project';
  /** The number of requests that one instance answers at once. */
  readonly concurrency: number;
  /** The URL that callers name as the audience of their tokens. */
  readonly url: string;
}
