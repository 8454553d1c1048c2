import { parse } from 'yaml';
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

/** What the workspace uses of an app manifest, with Slack's limits. */
export const Manifest = z.object({
  display_information: z.object({ name: z.string().min(1).max(35), description: z.string().max(140).optional() }),
  features: z.object({
    /** Declares the app as an agent. */
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

/** Reads the text of a manifest.yml. Throws a `LocalSlackError` that names what Slack would refuse. */
export function readManifest(text: string): Manifest {
  const result = Manifest.safeParse(parse(text));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new LocalSlackError({
    code: 'bad_manifest',
    message: `Slack would refuse manifest.yml: ${issues.join('; ')}.`,
  });
}
