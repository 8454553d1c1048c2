import * as z from 'zod';
import type { VariableChange } from '../../../coordination/deploys/variables.ts';
import type { Outcome } from '../../../operations/kit/operation.ts';
import type { SignalSource } from './forward-signals.ts';

type CallNamed = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

/** A deploy that the command of a run starts. */
interface StartedCommand {
  /** The command in a few words, such as `gcloud run deploy worker`. */
  readonly command: string;
  readonly variables: VariableChange;
}

/** What `tipoff deploy run` uses of its process. */
export interface DeployRunContext extends SignalSource {
  /** Runs an operation in the process that holds the data, as every command does. */
  readonly call: CallNamed;
  /** Runs an operation in this process while the store is unreachable. */
  readonly callLocally: CallNamed;
  /** The absolute path of the folder in which the command runs. */
  readonly folder: string;
  /** The environment of the command. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a sentence to stderr. The command alone writes to stdout. */
  readonly say: (sentence: string) => void;
  /** Resolves to `elapsed` after a time, or to `aborted` as soon as the signal is aborted. */
  readonly pause: (ms: number, aborted: AbortSignal) => Promise<'elapsed' | 'aborted'>;
  readonly fetch: typeof fetch;
  /** Finds the deploys that a command starts, also in the scripts that it passes to a shell. */
  readonly deploysIn: (words: readonly string[]) => readonly StartedCommand[];
  /** Resolves to the address that the services file gives for a service; undefined if it gives none. */
  readonly readyUrlOf: (service: string) => Promise<string | undefined>;
}

/** The reply data of `deploy start`. */
export const StartedRun = z.object({
  service: z.string(),
  token: z.number(),
  deploy_id: z.string(),
  commit: z.string().nullable(),
});
export type StartedRun = Readonly<z.infer<typeof StartedRun>>;
