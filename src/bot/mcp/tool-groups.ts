/**
 * The MCP tools and their operations. Models choose better among few tools, so related operations share one tool with
 * an `action`. A tool either reads or writes, so that a client can allow every call of a tool that reads. In
 * `operations`, `noun *` means every operation of a noun that no other tool names and that has the tool's effect.
 */
export interface ToolGroup {
  readonly name: string;
  /** The name of the tool for people. */
  readonly title: string;
  /**
   * The description of the tool: what an agent uses it for, and when. The names of actions and fields are appended to
   * it.
   */
  readonly description: string;
  readonly operations: readonly string[];
  /**
   * `read`: no call changes anything. `add`: a call adds to what exists. `change`: a call may end or replace something.
   */
  readonly effect: 'read' | 'add' | 'change';
  /** Whether a repeated call with the same arguments changes nothing more. Only for tools that write. */
  readonly repeats?: 'harmless';
  /**
   * `named`: the list of tools names the fields and does not describe them. Agents rarely use such a tool, and a refusal
   * explains a wrong field. The list has a size limit.
   */
  readonly fields?: 'named';
}

export const TOOL_GROUPS: readonly ToolGroup[] = [
  {
    name: 'predictions',
    title: 'Predictions',
    description: 'Projections, picks and lines of a date or player; why a player has none; results and models.',
    operations: ['predict *', 'data *', 'results *', 'models *', 'backtest *'],
    effect: 'read',
  },
  {
    name: 'batch_status',
    title: 'Status of slates and jobs',
    description: 'Is the slate ready? Batches, jobs, open incidents.',
    operations: ['batch *', 'jobs *', 'incidents *', 'players *'],
    effect: 'read',
    fields: 'named',
  },
  {
    name: 'batch_start',
    title: 'Predict a date',
    description: 'Predict the players of a game date, or continue its open batch.',
    operations: ['batch start'],
    effect: 'add',
    repeats: 'harmless',
  },
  {
    name: 'batch_force_complete',
    title: 'Ask for a force-complete',
    description: 'Ask a person to end a batch without its missing players; pending until they decide.',
    operations: ['batch force-complete'],
    effect: 'add',
    repeats: 'harmless',
  },
  {
    name: 'upkeep',
    title: 'Repair predictions',
    description: 'Predict players again; repair batches; run jobs; handle incidents.',
    operations: ['predict *', 'batch *', 'features *', 'results *', 'jobs *', 'incidents *', 'start'],
    effect: 'change',
    fields: 'named',
  },
  {
    name: 'deploy_status',
    title: 'Deploy locks',
    description:
      'The holder and queue of each deploy lock, and last deploys. Check before you deploy, and poll while you wait.',
    operations: ['deploy status'],
    effect: 'read',
  },
  {
    name: 'deploy_info',
    title: 'What serves',
    description: 'Serving code and running deploys.',
    operations: ['deploy *'],
    effect: 'read',
    fields: 'named',
  },
  {
    name: 'deploy_claim',
    title: 'Claim a deploy lock',
    description: 'Claim the deploy lock before you deploy. Returns its fencing token.',
    operations: ['deploy claim'],
    effect: 'add',
    repeats: 'harmless',
  },
  {
    name: 'deploy',
    title: 'Deploy',
    description: 'Start and finish a deploy under your lock; extend, release, queue, take over.',
    operations: ['deploy *'],
    effect: 'change',
    fields: 'named',
  },
  {
    name: 'sessions',
    title: 'Sessions and news',
    description: 'Events that you missed, your holdings, live sessions, handoffs, and the audit log.',
    operations: ['session *', 'handoff *', 'audit *', 'token *'],
    effect: 'read',
    fields: 'named',
  },
  {
    name: 'session',
    title: 'Your session',
    description:
      'Start or end your session, leave notes, hand your work over. Items of `done`: "claim :: read command [expects path = value]".',
    operations: ['session *', 'handoff *'],
    effect: 'change',
    fields: 'named',
  },
];
