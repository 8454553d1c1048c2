import * as z from 'zod';
import { slackMessages } from '../blocks/slack-messages.ts';
import { argumentError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface Method {
  readonly token: 'bot' | 'app' | 'any';
  /**
   * The OAuth scopes of the method. The app needs at least one of them. With an empty list, any app may call the
   * method.
   */
  readonly scopes: readonly string[];
  /** Runs the method and returns the fields that the answer has next to `ok: true`. Throws `MethodError`. */
  run(workspace: Workspace, args: Fields): Fields;
}

interface MethodDefinition<T> {
  readonly token?: Method['token'];
  readonly scopes: readonly string[];
  readonly args: z.ZodType<T>;
  readonly run: (workspace: Workspace, args: T) => Fields;
}

/** Defines a method whose arguments are validated before it runs. */
export function method<T>({ token = 'bot', scopes, args, run }: MethodDefinition<T>): Method {
  return {
    token,
    scopes,
    run: (workspace, given) => {
      const parsed = args.safeParse(given);
      if (!parsed.success) throw argumentError('invalid_arguments', slackMessages(parsed.error.issues, []));
      return run(workspace, parsed.data);
    },
  };
}

/** The schema of an argument that holds JSON. An app that sends a form passes such an argument as JSON text. */
export const JsonArgument = z
  .unknown()
  .optional()
  .transform((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      const parsed: unknown = JSON.parse(value);
      return parsed;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be valid JSON' });
      return z.NEVER;
    }
  });

export const FlagArgument = z
  .union([z.boolean(), z.enum(['true', '1', 'false', '0', ''])])
  .optional()
  .transform((value) => value === true || value === 'true' || value === '1');

/** Returns the schema of `limit`, the page size, within Slack's bounds. */
export function limitArgument(fallback: number) {
  return z.coerce.number().int().min(1).max(999).optional().default(fallback);
}

export const IdArgument = z.string().max(100);
