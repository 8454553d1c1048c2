import * as z from 'zod';
import { renameAgentSession, setAgentStatus, subscribesToStops } from '../messages/agent-session.ts';
import { AGENT_STATUSES } from '../messages/message.ts';
import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import { channelToPostTo } from './channel-argument.ts';
import { IdArgument, type Method, method } from './method.ts';

const MAX_TITLE = 200;
const MISSING_SUBSCRIPTION = 'missing_agent_session_stopped_event_subscription';
const threadArguments = { channel_id: IdArgument, thread_ts: IdArgument };

const setStatus = method({
  scopes: ['chat:write'],
  args: z.object({ ...threadArguments, status: z.enum(AGENT_STATUSES), title: z.string().max(MAX_TITLE).optional() }),
  run: (workspace, { status, title: wanted, ...where }) => {
    const { title } = setAgentStatus(workspace, threadOf(workspace, where), { status, title: wanted });
    const isMissing = status === 'processing' && !subscribesToStops(workspace);
    return { status, title, ...(isMissing ? { warning: MISSING_SUBSCRIPTION } : {}) };
  },
});

const rename = method({
  scopes: ['chat:write'],
  args: z.object({ ...threadArguments, title: z.string().min(1).max(MAX_TITLE) }),
  run: (workspace, { title, ...where }) => ({
    title: renameAgentSession(workspace, threadOf(workspace, where), title).title,
  }),
});

export const AGENT_METHODS = {
  'agents.sessions.setStatus': setStatus,
  'agents.sessions.rename': rename,
} satisfies Record<string, Method>;

/** Slack allows agent sessions only to an app with `agent_view` in its manifest. */
function threadOf(workspace: Workspace, { channel_id, thread_ts }: { channel_id: string; thread_ts: string }) {
  if (workspace.manifest.features.agent_view === undefined) throw new MethodError('not_authorized');
  return { channel: channelToPostTo(workspace, channel_id).id, ts: thread_ts };
}
