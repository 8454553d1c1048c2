import type { PageAgentSession } from '../../page-protocol.ts';

type Status = PageAgentSession['agent_statuses'][number];

export interface AgentState {
  readonly status: Status['status'];
  readonly text: string;
  readonly title: string;
  readonly isStoppable: boolean;
}

const TEXTS = {
  processing: 'Working',
  active: 'Ready',
  suspended: 'Waiting',
  closed: 'Closed',
} as const satisfies Record<Status['status'], string>;

/** The agent's state as a person sees it. The status `processing` expires after an hour. */
export function agentState({ title, agent_statuses }: PageAgentSession, nowMs: number): AgentState | null {
  const [first] = agent_statuses;
  if (first === undefined) return null;
  const { status: reported, date_status_processing_expire: expires = 0, is_stoppable } = first;
  const status = reported === 'processing' && expires * 1_000 <= nowMs ? 'active' : reported;
  return { status, text: TEXTS[status], title, isStoppable: is_stoppable && status === 'processing' };
}
