import { parseDocument } from 'yaml';
import * as z from 'zod';
import { LocalSlackError } from './local-slack-error.ts';

const Command = z.object({
  command: z
    .string()
    .max(32)
    .regex(/^\/\S+$/),
  description: z.string().min(1).max(2_000),
  usage_hint: z.string().max(1_000).optional(),
  should_escape: z.boolean().default(false),
});

/** The fields of an app manifest that the workspace uses, with Slack's limits. */
export const Manifest = z.object({
  display_information: z.object({ name: z.string().min(1).max(35), description: z.string().max(140).optional() }),
  features: z.object({
    /** The section `agent_view` of a manifest declares the app as an agent. */
    agent_view: z.object({ agent_description: z.string().min(1).max(300) }).optional(),
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
      })
      .prefault({}),
    bot_user: z.object({ display_name: z.string().min(1).max(80) }),
    slash_commands: z.array(Command).max(50).default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
      socket_mode_enabled: z.boolean().default(false),
    })
    .prefault({}),
});
export type Manifest = z.infer<typeof Manifest>;

/** Reads the text of a manifest.yml. Throws `LocalSlackError` `bad_manifest`, which names each wrong field and its value. */
export function readManifest(text: string): Manifest {
  const value = parseYaml(text);
  const result = Manifest.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${fieldProblem(value, issue)}.`);
  throw new LocalSlackError({
    code: 'bad_manifest',
    message: `Slack would reject this manifest. ${problems.join(' ')}`,
  });
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  const message = `The manifest is not valid YAML. ${error.message.split('\n')[0]?.replace(/:$/, '.') ?? ''}`;
  throw new LocalSlackError({ code: 'bad_manifest', message, cause: error });
}

function fieldProblem(manifest: unknown, { path, message }: z.core.$ZodIssue): string {
  const field = path.length === 0 ? 'The manifest' : path.join('.');
  const value = path.reduce<unknown>(memberOf, manifest);
  return value === undefined ? `${field} is missing` : `${field} is ${JSON.stringify(value)}: ${message}`;
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
