import { newToken, stableId } from './identifiers.ts';
import type { Manifest } from './manifest.ts';

/** The ids and names of the workspace, the app and its bot, and the secrets that were generated when this process started. */
export interface Identity {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly appId: string;
  readonly bot: { readonly id: string; readonly user: string; readonly name: string };
  readonly tokens: Tokens;
  /** The value of the deprecated field `token`, which Slack's payloads still contain. */
  readonly verificationToken: string;
}

export interface Tokens {
  /** The bot token (`xoxb-…`). */
  readonly bot: string;
  /** The app-level token (`xapp-…`), which Socket Mode needs. */
  readonly app: string;
  readonly signingSecret: string;
}

export function newIdentity(workspace: string, { display_information, features }: Manifest): Identity {
  const app = display_information.name;
  return {
    team: { id: stableId('T', workspace), name: workspace, domain: domainOf(workspace) },
    appId: stableId('A', app),
    bot: { id: stableId('B', app), user: stableId('U', `bot ${app}`), name: features.bot_user.display_name },
    tokens: { bot: newToken('xoxb-'), app: newToken('xapp-'), signingSecret: newToken('') },
    verificationToken: newToken(''),
  };
}

function domainOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
