import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../app.ts';
import { recordAgentActivity } from './agent-session.ts';
import { authorize, type Effect } from './authorize.ts';

/** What can be done next: an operation with its arguments, and why one would. */
const NextStep = z.object({
  operation: z.string(),
  arguments: z.record(z.string(), z.string()),
  /** None where the step can be taken as it stands. */
  fill_in: z
    .array(z.string())
    .optional()
    .describe('fields that only you can fill in: they are not among the arguments, and the operation needs them'),
  why: z.string(),
});
export type NextStep = Readonly<z.infer<typeof NextStep>>;

/** An outcome as it comes from another process. */
export const Outcome = z.object({
  decision: z.enum(['done', 'refused', 'pending']),
  code: z.string(),
  message: z.string(),
  data: z.unknown(),
  next: z.array(NextStep),
});

/** How every operation answers: a sentence for people, a code for machines, data, and what can be done next. */
export interface Outcome<T> {
  readonly decision: z.infer<typeof Outcome>['decision'];
  /** snake_case; `ok` for an answer that needs no code. */
  readonly code: string;
  readonly message: string;
  /** Goes through JSON unchanged. */
  readonly data: T;
  readonly next: readonly NextStep[];
}

/** Told of progress while an operation runs; for a line on a terminal, never for state. */
export type Progress = (text: string) => void;

export interface OperationCall<I> {
  readonly input: I;
  readonly actor: Actor;
  /** The same however often one request arrives, and no other's: what it changes is changed once. */
  readonly request: string;
  readonly progress: Progress;
}

export interface Operation<S extends z.ZodObject = z.ZodObject, T = unknown> {
  /** `noun verb`, or one verb alone. */
  readonly name: string;
  readonly summary: string;
  /** Strict, and such that what it parsed it parses again to the same: the answer of one door is the question of the next. */
  readonly input: S;
  /** Fields of `input` that stand without a flag on a command line, in order. */
  readonly positionals: readonly (keyof z.infer<S> & string)[];
  /** Fields of `input` that next steps carry and nobody types: taken at every door, and in no help that people read. */
  readonly unlisted?: readonly (keyof z.infer<S> & string)[];
  readonly effect: Effect;
  /**
   * `told-here`: it says itself how the session of the asker stands. All other changes are refused before they begin to an agent whose
   * session a person ended.
   */
  readonly stoppedAgents?: 'told-here';
  /** `local`: reads files of this machine by path, or answers what nobody else may see, so only its own command line may call it. */
  readonly reach: 'everywhere' | 'local';
  /**
   * `documents`: no warehouse and no model, so it works while those cannot be used, and in any process. `nothing`: touches no store, so the
   * command line runs it in its own process whoever holds the data.
   */
  readonly opens: 'stores' | 'documents' | 'nothing';
  /** What `--json` prints: the whole outcome, or `data` alone where others expect a format of their own. */
  readonly prints: 'outcome' | 'data';
  /** What a person has to know who interrupts it: what is kept and what goes on. */
  readonly onInterrupt?: string;
  run(app: App, call: OperationCall<z.infer<S>>): Promise<Outcome<T>>;
}

/**
 * Declares an operation; every door makes its own form from this. Whoever may not ask for it is refused here, so at every door alike: by what
 * they may do at all, and an agent whose session a person ended.
 */
export function operation<S extends z.ZodObject, T>(declared: Operation<S, T>): Operation<S, T | null> {
  return {
    ...declared,
    run: async (app, call) => {
      const permission = authorize(declared, call.actor, () => app.roles);
      if (permission.type === 'refused') return refusedFor(permission);
      const changes = declared.effect !== 'read' && declared.stoppedAgents === undefined;
      const stopped = changes ? await recordAgentActivity(app, call) : undefined;
      return stopped === undefined ? await declared.run(app, call) : refusedFor(stopped);
    },
  };
}

function refusedFor({ code, message }: { readonly code: string; readonly message: string }): Outcome<null> {
  return { decision: 'refused', code, message, data: null, next: [] };
}
