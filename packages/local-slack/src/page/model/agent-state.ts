import type { PageAgentSession } from '../../page-protocol.ts';

type Status = PageAgentSession['agent_statuses'][number];

export interface AgentStanding {
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

/** What a person sees of the agent of a thread. Nobody believes that it works an hour after it said so. `nowMs` is that of the page. */
export function agentStanding({ title, agent_statuses }: PageAgentSession, nowMs: number): AgentStanding | null {
  const [first] = agent_statuses;
  if (first === undefined) return null;
  const { status: told, date_status_processing_expire: expires = 0, is_stoppable } = first;
  const status = told === 'processing' && expires * 1_000 <= nowMs ? 'active' : told;
  return { status, text: TEXTS[status], title, isStoppable: is_stoppable && status === 'processing' };
}
