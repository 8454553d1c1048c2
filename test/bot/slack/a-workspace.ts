import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { type Clock, systemClock } from '#local-slack/src/clock.ts';
import { type LocalSlack, localSlack } from '#local-slack/src/local-slack.ts';
import {
  PageAnswer,
  PageEvent,
  PageHistory,
  type PageMessage,
  PageState,
  type PageView,
} from '#local-slack/src/page-protocol.ts';
import { eventually } from '#test/eventually.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { visibleText } from './messages/visible-text.ts';

export const CHANNEL = 'nba-predictions';
/** The bot is not in the last channel. */
const CHANNELS = [CHANNEL, 'nba-grading', 'nba-alerts', { name: 'nba-private', isBotMember: false }];
const SLOWER = 10;
const PEOPLE = ['ann', 'bob', 'cid', 'dee', 'eli', 'fay', 'gus', 'hal', 'ida', 'jon'];

/** A person at the page of the local Slack. */
export interface Person {
  readonly name: string;
  readonly id: string;
  /** The answers that only this person sees, oldest first. Notices are not among them, because they depend on the load. */
  readonly ephemerals: readonly PageMessage[];
  /** The messages that tell this person that an operation still runs. */
  readonly notices: readonly PageMessage[];
  /** The modals and App Homes that this person saw, every version of each. */
  readonly views: readonly PageView[];
  /** Types a slash command. Resolves when the bot has acknowledged. Without a channel, it is the common one. */
  command(line: string, channel?: string): Promise<PageAnswer>;
  /** Clicks the button with this label. */
  click(message: PageMessage, label: string): Promise<PageAnswer>;
  clickInView(view: PageView, label: string): Promise<PageAnswer>;
  /** Submits a modal with these texts and choices, each in the field of its name. */
  submit(view: PageView, texts: Readonly<Record<string, string>>): Promise<PageAnswer>;
  openHome(): Promise<PageAnswer>;
  /** Presses Slack's own stop button of the agent in the thread of a message. */
  stopAgent(message: PageMessage): Promise<PageAnswer>;
  /** The messages of a channel, newest last. Without a name, it is the common channel. */
  read(channel?: string): Promise<readonly PageMessage[]>;
  /** The replies in the thread of a message, newest last. */
  readThread(message: PageMessage): Promise<readonly PageMessage[]>;
  /** Resolves to the text of this person's nth answer, counted from 1. */
  answer(nth: number): Promise<string>;
}

export interface TestWorkspace {
  readonly slack: LocalSlack;
  person(name: string): Promise<Person>;
}

/** A Slack on loopback with ten people and some channels. It ends with the test. */
export async function aWorkspace({ clock = patientClock() } = {}): Promise<TestWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-slack-'));
  const slack = await localSlack({
    folder,
    manifest: await readFile(new URL('../../../manifest.yml', import.meta.url), 'utf8'),
    seed: { workspace: 'Test', channels: CHANNELS, users: PEOPLE.map((name) => ({ name, real_name: name })) },
    page: () => Promise.reject(new Error('the tests look at no page')),
    log: silentLog,
    clock,
  });
  onTestFinished(async () => {
    await slack.close();
    await rm(folder, { recursive: true });
  });
  return { slack, person: (name) => aPerson(slack, name) };
}

/** A clock whose timers take ten times as long, so that a loaded machine misses none of Slack's limits of three seconds. */
function patientClock(): Clock {
  const real = systemClock();
  return { now: real.now, after: (ms, run) => real.after(ms * SLOWER, run) };
}

async function aPerson(slack: LocalSlack, name: string): Promise<Person> {
  const { origin } = new URL(slack.url);
  const cookie = await letIn(slack);
  const get = async (path: string): Promise<unknown> =>
    await (await fetch(`${origin}${path}&as=${name}`, { headers: { cookie } })).json();
  const act = async (body: object) => {
    const response = await fetch(`${origin}/page/interact?as=${name}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
    return PageAnswer.parse(await response.json());
  };
  const state = PageState.parse(await get('/page/state?'));
  const id = state.users.find((user) => user.name === name)?.id ?? '';
  const idOf = (wanted = CHANNEL) => state.channels.find((each) => each.name === wanted)?.id ?? '';
  const ephemerals: PageMessage[] = [];
  const notices: PageMessage[] = [];
  const views: PageView[] = [];
  await listen(`${origin.replace('http', 'ws')}/page/live?as=${name}`, { cookie, origin }, (event) => {
    if (event.type === 'ephemeral') (isNotice(event.message) ? notices : ephemerals).push(event.message);
    if (event.type === 'view-opened' || event.type === 'view-updated' || event.type === 'home') views.push(event.view);
  });
  return {
    name,
    id,
    ephemerals,
    notices,
    views,
    command: (line, where) => {
      const [command = '', ...words] = line.split(' ');
      return act({ type: 'command', channel: idOf(where), command, text: words.join(' ') });
    },
    click: (message, label) => {
      const { channel: channel_id, ts: message_ts, is_ephemeral = false } = message;
      const container = { type: 'message', channel_id, message_ts, is_ephemeral };
      return act({ type: 'action', container, action: buttonIn(message.blocks ?? [], label) });
    },
    clickInView: (view, label) =>
      act({ type: 'action', container: { type: 'view', view_id: view.id }, action: buttonIn(view.blocks, label) }),
    submit: (view, texts) => {
      const filled = Object.entries(texts).map(([field, value]) => [
        field,
        { [field]: enteredValue(view, field, value) },
      ]);
      return act({ type: 'submit-view', view_id: view.id, values: Object.fromEntries(filled) });
    },
    stopAgent: ({ channel: where, ts }) => act({ type: 'stop-agent', channel: where, ts }),
    openHome: () => act({ type: 'open-home' }),
    read: async (where) => PageHistory.parse(await get(`/page/history?channel=${idOf(where)}`)).messages,
    readThread: async ({ channel, ts }) => {
      const history = await get(`/page/history?channel=${channel}&thread_ts=${ts}`);
      return PageHistory.parse(history).messages.filter((message) => message.ts !== ts);
    },
    answer: (nth) =>
      eventually(() => {
        const message = ephemerals[nth - 1];
        if (message === undefined) throw new Error(`${name} has ${ephemerals.length} answers`);
        return textOf(message);
      }),
  };
}

const Select = z.object({
  block_id: z.string(),
  element: z.object({ type: z.literal('static_select'), options: z.array(z.looseObject({ value: z.string() })) }),
});

/** The value of an input as the page sends it: the chosen option of a menu, or a text. */
function enteredValue({ blocks }: PageView, field: string, value: string) {
  const menus = blocks.flatMap((block) => Select.safeParse(block).data ?? []);
  const menu = menus.find(({ block_id }) => block_id === field);
  if (menu === undefined) return { type: 'plain_text_input', value };
  const selected_option = menu.element.options.find((option) => option.value === value);
  if (selected_option === undefined) throw new Error(`The menu ${field} has no choice ${value}`);
  return { type: 'static_select', selected_option };
}

/** The visible content of a message: its blocks, or its text when it has none. */
export function textOf({ text, blocks }: PageMessage): string {
  return blocks === undefined ? text : visibleText(blocks);
}

function isNotice(message: PageMessage): boolean {
  return textOf(message).startsWith('Working on ');
}

async function letIn(slack: LocalSlack): Promise<string> {
  const response = await fetch(slack.url);
  return (response.headers.get('set-cookie') ?? '').split(';', 1).join('');
}

const Button = z.looseObject({
  type: z.literal('button'),
  action_id: z.string(),
  text: z.looseObject({ text: z.string() }),
});

function buttonIn(blocks: readonly Record<string, unknown>[], label: string) {
  for (const block of blocks) {
    const elements = z.array(z.unknown()).catch([]).parse(block['elements']);
    const button = elements
      .flatMap((each) => Button.safeParse(each).data ?? [])
      .find(({ text }) => text.text === label);
    if (button !== undefined) return { ...button, block_id: block['block_id'] };
  }
  throw new Error(`There is no button ${label}`);
}

async function listen(
  url: string,
  headers: { cookie: string; origin: string },
  heard: (event: PageEvent) => void,
): Promise<void> {
  const socket = new WebSocket(url, { headers });
  onTestFinished(() => socket.terminate());
  socket.on('message', (data) => heard(PageEvent.parse(JSON.parse(String(data)))));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
}
