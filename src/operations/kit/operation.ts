import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../app.ts';
import { recordAgentActivity } from './agent-session.ts';
import { authorize, type Effect } from './authorize.ts';
import type { DeepReadonly } from './deep-readonly.ts';

/** A suggested next call: an operation, its arguments and the reason. `nextStep` creates one. */
export const NextStep = z.object({
  operation: z.string(),
  /** As JSON: a number stays a number, so that the step can be sent back as it is. */
  arguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Absent when the step is complete. */
  fill_in: z.array(z.string()).optional().describe('required fields that you must add to the arguments'),
  why: z.string(),
});
export type NextStep = DeepReadonly<z.infer<typeof NextStep>>;

/** An outcome from another process, before its data is parsed. */
export const Outcome = z.object({
  decision: z.enum(['done', 'refused', 'pending']),
  code: z.string(),
  message: z.string(),
  data: z.unknown(),
  next: z.array(NextStep),
});

interface OutcomeHead {
  /** snake_case; `ok` when there is nothing special to report. */
  readonly code: string;
  readonly message: string;
  readonly next: readonly NextStep[];
}

export interface AnsweredOutcome<T> extends OutcomeHead {
  readonly decision: 'done' | 'pending';
  /** Goes through JSON unchanged. */
  readonly data: T;
}

export interface RefusedOutcome<R = never> extends OutcomeHead {
  readonly decision: 'refused';
  /** The state behind the refusal, where the operation declares one. */
  readonly data: R | null;
}

/** The reply of every operation: a message for people, a code for machines, data, and suggested next calls. */
export type Outcome<T, R = T> = AnsweredOutcome<T> | RefusedOutcome<R>;

/** Receives progress while an operation runs: for display, never for state. */
export type Progress = (text: string) => void;

export interface OperationCall<I> {
  readonly input: I;
  readonly actor: Actor;
  /** Identifies the request, also when it is repeated: a repeated request changes nothing a second time. */
  readonly request: string;
  readonly progress: Progress;
}

/**
 * `T` is the type of the reply's data and `R` that of a refusal's data. A list of different operations is `readonly Operation[]`.
 */
export interface Operation<S extends z.ZodObject = z.ZodObject, T = unknown, R = unknown, N extends string = string> {
  /** `noun verb`, or one verb alone. */
  readonly name: N;
  readonly summary: string;
  /** Strict and idempotent: parsing its own result gives the same result, because one transport forwards to another. */
  readonly input: S;
  /** The schema of `data`, of which every transport makes its own form. */
  readonly output: z.ZodType<T>;
  /** The schema of the data of a refusal. A refusal carries no data unless this is declared. */
  readonly refusal?: z.ZodType<R>;
  /** Fields of `input` that a command line takes without a flag, in order. */
  readonly positionals: readonly (keyof z.infer<S> & string)[];
  /** Fields of `input` that only next steps carry: every transport accepts them, and help for people omits them. */
  readonly unlisted?: readonly (keyof z.infer<S> & string)[];
  readonly effect: Effect;
  /**
   * `handled`: the operation itself answers an agent whose session a person ended. All other changes by such an agent are refused before they
   * begin.
   */
  readonly stoppedAgents?: 'handled';
  /** `local`: reads files of this machine by path, or returns a secret, so only the command line of this machine may call it. */
  readonly reach: 'everywhere' | 'local';
  /**
   * `documents`: needs neither warehouse nor models, so it works without them and in any process. `nothing`: needs no store. The process
   * that serves the data runs it, and where none answers the command line runs it itself.
   */
  readonly opens: 'stores' | 'documents' | 'nothing';
  /** What `--json` prints: the whole outcome, or `data` alone where other tools expect a format of their own. */
  readonly prints: 'outcome' | 'data';
  /** Tells a person who interrupts it what is kept and what continues. */
  readonly onInterrupt?: string;
  run(app: App, call: OperationCall<z.infer<S>>): Promise<Outcome<T, R>>;
}

interface Schemas<N extends string, O extends z.ZodType, R extends z.ZodType> {
  readonly name: N;
  readonly output: O;
  readonly refusal?: R;
}

type DataOf<O extends z.ZodType> = DeepReadonly<z.infer<O>>;

/**
 * Declares an operation; every transport makes its own form from this. Callers without permission are refused here, the same on every
 * transport: by their role or scope, or because a person ended the agent's session.
 */
export function operation<
  const N extends string,
  S extends z.ZodObject,
  O extends z.ZodType,
  R extends z.ZodType = z.ZodNever,
>(declared: Operation<S, DataOf<O>, DataOf<R>, N> & Schemas<N, O, R>): Operation<S, DataOf<O>, DataOf<R>, N> {
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

function refusedFor({ code, message }: { readonly code: string; readonly message: string }): RefusedOutcome {
  return { decision: 'refused', code, message, data: null, next: [] };
}
