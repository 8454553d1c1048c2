import * as z from 'zod';
import { slackMessages } from '../blocks/slack-messages.ts';
import { argumentError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface Method {
  readonly token: 'bot' | 'app' | 'any';
  /** The app needs one of these; none where the list is empty. */
  readonly scopes: readonly string[];
  /** What is answered beside `ok: true`. Throws `MethodError`. */
  run(workspace: Workspace, args: Fields): Fields;
}

interface Definition<T> {
  readonly token?: Method['token'];
  readonly scopes: readonly string[];
  readonly args: z.ZodType<T>;
  readonly run: (workspace: Workspace, args: T) => Fields;
}

/** A method whose arguments are checked before it runs. */
export function method<T>({ token = 'bot', scopes, args, run }: Definition<T>): Method {
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

/** An argument that is JSON, or the text of JSON where the call is a form. */
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

/** How many at most, within Slack's bounds. */
export function limitArgument(usual: number) {
  return z.coerce.number().int().min(1).max(999).optional().default(usual);
}

export const IdArgument = z.string().max(100);
