import * as z from 'zod';
import type { Person } from '../interactions/interaction-payload.ts';
import { performInteraction } from '../interactions/perform-interaction.ts';
import { pageMessage } from '../messages/post-message.ts';
import { type PageHistory, PageInteraction, type PageState } from '../page-protocol.ts';
import type { User } from '../store/directory.ts';
import { pageChannel } from '../web-api/channel-argument.ts';
import type { Workspace } from '../workspace.ts';
import { actingUser } from './acting-user.ts';
import type { Exchange } from './app-routes.ts';
import type { PageAccess } from './page-access.ts';
import { type PageFiles, pageFile, REDIRECT_TO_PAGE, SIGN_IN_REQUIRED, uploadedFile } from './page-files.ts';
import { isJson, parseJson, readBytes } from './request-body.ts';
import { answer, answerJson, answerText } from './response.ts';

const MAX_INTERACTION_BYTES = 256_000;
const HISTORY_LENGTH = 100;

const HistoryQuery = z.object({
  channel: z.string().max(100),
  thread_ts: z.string().max(100).optional(),
  before: z
    .string()
    .regex(/^\d{1,10}\.\d{6}$/)
    .optional(),
});

export interface PageRoutes {
  readonly workspace: Workspace;
  readonly access: PageAccess;
  readonly page: () => Promise<PageFiles>;
}

/** Serves the page and its requests. Every route except the key exchange needs the cookie. */
export async function servePage(routes: PageRoutes, exchange: Exchange): Promise<void> {
  const { request, response, path } = exchange;
  const query = new URL(request.url ?? '/', 'http://local').searchParams;
  const key = query.get('key');
  if (path === '/' && key !== null && request.method === 'GET') return exchangeKey(routes, exchange, key);
  if (!routes.access.admits(request.headers.cookie)) return answer(response, SIGN_IN_REQUIRED);
  if (request.method === 'POST' && path === '/page/interact') return await servePerson(routes, exchange, query);
  if (request.method !== 'GET') return answerText(response, 'This path does not accept POST.', 405);
  if (path === '/page/state' || path === '/page/history') return await servePerson(routes, exchange, query);
  return await serveFile(routes, exchange);
}

async function servePerson({ workspace }: PageRoutes, exchange: Exchange, query: URLSearchParams): Promise<void> {
  const { request, response, path } = exchange;
  const user = actingUser(workspace.directory, query);
  if (user === undefined) return answerText(response, 'The person in `as` is not in the workspace.', 404);
  if (request.method === 'POST') return await serveInteraction({ workspace, user }, exchange);
  if (path === '/page/state') return answerJson(response, stateOf({ workspace, user }));
  serveHistory({ workspace, user }, { ...exchange, query });
}

function exchangeKey({ access }: PageRoutes, { response }: Exchange, key: string): void {
  if (access.isKey(key)) answer(response, { ...REDIRECT_TO_PAGE, headers: { 'set-cookie': access.setCookie } });
  else answer(response, SIGN_IN_REQUIRED);
}

async function serveInteraction(person: Person, { request, response }: Exchange): Promise<void> {
  if (!isJson(request)) return answerText(response, 'Send JSON.', 415);
  const body = await readBytes(request, MAX_INTERACTION_BYTES);
  if (body === 'too large') return answerText(response, 'The request is too large.', 413);
  const act = PageInteraction.safeParse(parseJson(body.toString('utf8')));
  if (!act.success)
    return answerJson(response, { ok: false, error: 'invalid_interaction', message: act.error.message }, 400);
  answerJson(response, await performInteraction(person, act.data));
}

function stateOf({ workspace, user: { id: me } }: Person): PageState {
  const { identity, directory, manifest, homes } = workspace;
  const { app_home: home, slash_commands: commands } = manifest.features;
  const published = homes.get(me);
  return {
    workspace: { id: identity.team.id, name: identity.team.name },
    me,
    users: directory.users().map(pageUser),
    channels: directory
      .channels()
      .filter(({ user = me }) => user === me)
      .map((channel) => pageChannel(workspace, channel)),
    commands: commands.map(({ command, description, usage_hint: hint }) => ({
      command,
      description,
      ...(hint === undefined ? {} : { usage_hint: hint }),
    })),
    homeTabs: home.home_tab_enabled
      ? [{ user: identity.bot.user, name: identity.bot.name, ...(published === undefined ? {} : { view: published }) }]
      : [],
    isBotConnected: workspace.isBotConnected(),
  };
}

function pageUser({ id, name, real_name, is_bot }: User) {
  return { id, name, real_name, is_bot };
}

function serveHistory(
  { workspace, user }: Person,
  { response, query }: Exchange & { readonly query: URLSearchParams },
): void {
  const parsed = HistoryQuery.safeParse(Object.fromEntries(query));
  const channel = parsed.success ? workspace.directory.channel(parsed.data.channel) : undefined;
  if (!parsed.success) answerText(response, parsed.error.message, 400);
  else if ((channel?.user ?? user.id) !== user.id || channel === undefined)
    answerText(response, 'This channel does not exist.', 404);
  else answerJson(response, historyOf(workspace, parsed.data));
}

function historyOf({ messages }: Workspace, query: z.infer<typeof HistoryQuery>): PageHistory {
  const { channel, thread_ts: threadTs, before: latest } = query;
  const span = { latest, limit: HISTORY_LENGTH };
  const page = threadTs === undefined ? messages.history(channel, span) : messages.replies(channel, threadTs, span);
  return { messages: page.messages.map(pageMessage), has_more: page.hasMore };
}

async function serveFile({ workspace, page }: PageRoutes, { response, path }: Exchange): Promise<void> {
  const fileId = /^\/files\/(F\w+)\//.exec(path)?.[1];
  const stored = fileId === undefined ? undefined : workspace.files.get(fileId);
  const content = stored === undefined ? pageFile(path, await page()) : uploadedFile(stored);
  if (content === undefined) answerText(response, 'Not found.', 404);
  else answer(response, content);
}
