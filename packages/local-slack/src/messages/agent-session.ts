import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import type { AgentSession, AgentStatus, VisibleMessage } from './message.ts';
import { announceParent } from './post-message.ts';

const MS_PER_SECOND = 1_000;
/** Slack ends the status `processing` after an hour, even if the agent is still working. */
const PROCESSING_SECONDS = 3_600;
const STOPPED_EVENT = 'agent_session_stopped';

export interface AgentThread {
  readonly channel: string;
  readonly ts: string;
}

/**
 * Sets the status of an agent in a thread. The first call creates the agent's session with a title. Throws
 * `MethodError`: `thread_not_found`.
 */
export function setAgentStatus(
  workspace: Workspace,
  thread: AgentThread,
  { status, title }: { readonly status: AgentSession['status']; readonly title: string | undefined },
): AgentSession {
  const message = rootOf(workspace, thread);
  const agent = workspace.identity.bot.user;
  const session: AgentSession = {
    status,
    title: message.agent_session?.title ?? title ?? '',
    agent_bot_user_ids: [agent],
    agent_statuses: [
      {
        agent_bot_user_id: agent,
        status,
        ...(status === 'processing'
          ? { date_status_processing_expire: nowSeconds(workspace) + PROCESSING_SECONDS }
          : {}),
        is_stoppable: status === 'processing' && subscribesToStops(workspace),
      },
    ],
  };
  save(workspace, message, session);
  return session;
}

/** Renames the agent session of a thread. Throws `MethodError`: `thread_not_found`, `session_not_found`. */
export function renameAgentSession(workspace: Workspace, thread: AgentThread, title: string): AgentSession {
  const message = rootOf(workspace, thread);
  if (message.agent_session === undefined) throw new MethodError('session_not_found');
  const session = { ...message.agent_session, title };
  save(workspace, message, session);
  return session;
}

/**
 * Notifies the app that a person pressed the stop button. Only the app changes the agent's status. Throws `MethodError`
 * `session_not_stoppable`.
 */
export function requestStop(workspace: Workspace, thread: AgentThread, user: string): void {
  const statuses = rootOf(workspace, thread).agent_session?.agent_statuses ?? [];
  if (!statuses.some((one) => isStoppable(one, workspace))) throw new MethodError('session_not_stoppable');
  workspace.emit(STOPPED_EVENT, {
    type: STOPPED_EVENT,
    channel: thread.channel,
    thread_ts: thread.ts,
    user,
    streaming_message_ts: [],
    event_ts: workspace.nextTs(),
  });
}

export function subscribesToStops({ manifest }: Workspace): boolean {
  return manifest.settings.event_subscriptions.bot_events.includes(STOPPED_EVENT);
}

function isStoppable({ is_stoppable, date_status_processing_expire: expires = 0 }: AgentStatus, workspace: Workspace) {
  return is_stoppable && expires > nowSeconds(workspace);
}

function rootOf({ messages }: Workspace, { channel, ts }: AgentThread): VisibleMessage {
  const message = messages.get(channel, ts);
  if (message === undefined) throw new MethodError('thread_not_found');
  return message;
}

function save(workspace: Workspace, message: VisibleMessage, session: AgentSession): void {
  workspace.messages.put({ ...message, agent_session: session });
  const channel = workspace.directory.channel(message.channel);
  if (channel !== undefined) announceParent(workspace, channel, message.ts);
}

function nowSeconds({ clock }: Workspace): number {
  return Math.floor(clock.now() / MS_PER_SECOND);
}
