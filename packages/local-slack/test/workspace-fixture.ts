import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLevel, WebClient } from '@slack/web-api';
import { type LocalSlack, type LocalSlackSettings, localSlack } from '../src/local-slack.ts';
import type { Log } from '../src/log.ts';
import type { Seed } from '../src/seed.ts';
import { type Browser, openBrowser } from './browser.ts';
import { MANIFEST } from './manifest.ts';

const SEED: Seed = {
  workspace: 'Acme',
  channels: ['general', { name: 'closed', isBotMember: false }],
  users: [
    { id: 'UANA', name: 'ana', real_name: 'Ana Ruiz', is_admin: true },
    { id: 'UBEN', name: 'ben', real_name: 'Ben Okafor' },
  ],
};

const silentLog: Log = { warn: () => undefined, error: () => undefined };

export interface Fixture {
  readonly folder: string;
  readonly slack: LocalSlack;
  readonly client: WebClient;
  /** The id of #general. */
  readonly channel: string;
  /** Opens the page as a person, by default as the first one. */
  browser(as?: string): Promise<Browser>;
  /** Closes the workspace and its browsers. */
  close(): Promise<void>;
}

export async function openWorkspace(settings: Partial<LocalSlackSettings> = {}): Promise<Fixture> {
  const folder = settings.folder ?? (await mkdtemp(join(tmpdir(), 'slack-workspace-')));
  const slack = await localSlack({
    folder,
    manifest: MANIFEST,
    seed: SEED,
    page: async () => await Promise.resolve({ html: '<!doctype html><title>Slack</title>', js: '', css: '' }),
    log: silentLog,
    ...settings,
  });
  const client = webClient(slack);
  const { channels = [] } = await client.conversations.list();
  const browsers: Browser[] = [];
  return {
    folder,
    slack,
    client,
    channel: channels.find(({ name }) => name === 'general')?.id ?? '',
    browser: async (as) => {
      const browser = await openBrowser(slack.url, as);
      browsers.push(browser);
      return browser;
    },
    close: async () => {
      for (const browser of browsers) browser.close();
      await slack.close();
      if (settings.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

/** Slack's own client, without retries by default. */
export function webClient({ apiUrl, tokens }: LocalSlack, retries = 0): WebClient {
  const retryConfig = { retries, minTimeout: 5, maxTimeout: 20 };
  return new WebClient(tokens.bot, { slackApiUrl: apiUrl, retryConfig, logger: quiet() });
}

export function quiet() {
  const say = () => undefined;
  return {
    debug: say,
    info: say,
    warn: say,
    error: say,
    setLevel: say,
    setName: say,
    getLevel: () => LogLevel.ERROR,
  };
}
