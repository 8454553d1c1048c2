import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { slashCommands } from '#src/bot/slack/commands/slash-commands.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const ROOT = new URL('../../../', import.meta.url);

/** The purpose of each scope: the calls that need it. */
const SCOPE_OF_CALL = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'agents.sessions.setStatus': 'assistant:write',
  'agents.sessions.rename': 'assistant:write',
  'conversations.list': 'channels:read',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  filesUploadV2: 'files:write',
} as const;

const Manifest = z.object({
  display_information: z.object({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(174).max(4000),
  }),
  features: z.object({
    agent_view: z.object({ agent_description: z.string().max(300) }),
    app_home: z.object({ home_tab_enabled: z.literal(true) }),
    slash_commands: z
      .array(
        z.object({
          command: z.string().max(32),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.literal(false),
        }),
      )
      .max(50),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.literal(true) }),
    socket_mode_enabled: z.literal(true),
  }),
});

test('the manifest has exactly the slash commands of the registry', async () => {
  const { features } = await manifest();
  expect(features.slash_commands).toEqual(
    slashCommands(OPERATIONS).map(({ command, description, usage_hint }) => ({
      command,
      description,
      usage_hint,
      should_escape: false,
    })),
  );
});

test('the manifest requests exactly the scopes that the code uses', async () => {
  const { oauth_config } = await manifest();
  const calls = await callsMade();
  const needed = new Set(Object.entries(SCOPE_OF_CALL).flatMap(([call, scope]) => (calls.has(call) ? [scope] : [])));
  expect(new Set(oauth_config.scopes.bot)).toEqual(new Set(['commands', 'metadata.message:read', ...needed]));
  const known = [...Object.keys(SCOPE_OF_CALL), 'auth.test', 'views.open', 'views.update', 'views.publish'];
  expect([...calls].filter((call) => !known.includes(call))).toEqual([]);
});

test('the manifest subscribes to exactly the events that have a listener', async () => {
  const { settings } = await manifest();
  const heard = (await sources()).matchAll(/bolt\.event\('(\w+)'/g);
  expect(new Set(settings.event_subscriptions.bot_events)).toEqual(new Set([...heard].map(([, event]) => event)));
});

async function manifest() {
  return Manifest.parse(parse(await readFile(new URL('manifest.yml', ROOT), 'utf8')));
}

/** The Web API methods named in the bot's source. */
async function callsMade(): Promise<ReadonlySet<string>> {
  const calls = (await sources()).matchAll(
    /(?:client|answers)\.((?:auth|chat|views|conversations|users|files|agents\.sessions)\.\w+|filesUploadV2)\(/g,
  );
  return new Set([...calls].map(([, call = '']) => call));
}

async function sources(): Promise<string> {
  const folder = new URL('src/bot/slack/', ROOT);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  return (await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))).join('\n');
}
