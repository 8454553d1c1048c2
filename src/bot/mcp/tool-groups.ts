/**
 * The MCP tools and their operations. Models choose better among few tools, so related operations share one tool with
 * an `action`. In `operations`, `noun *` means every operation of a noun that no other tool names.
 */
export interface ToolGroup {
  readonly name: string;
  /**
   * The description of the tool: what an agent uses it for, and when. The names of actions and fields are appended to
   * it.
   */
  readonly description: string;
  readonly operations: readonly string[];
  /**
   * `named`: the list of tools names the fields and does not describe them. Agents rarely use such a tool, and a refusal
   * explains a wrong field. The list has a size limit.
   */
  readonly fields?: 'named';
}

export const TOOL_GROUPS: readonly ToolGroup[] = [
  {
    name: 'predictions',
    description: 'Predictions of a date or player.',
    operations: ['predict slate', 'predict player', 'predict lines', 'predict verify', 'data *'],
  },
  {
    name: 'results',
    description: 'Accuracy of predictions and models.',
    operations: ['results *', 'models *', 'backtest *'],
  },
  {
    name: 'batch_status',
    description: 'Progress or result of a batch. Check before you start or repair one.',
    operations: ['batch status', 'batch list', 'batch players'],
  },
  {
    name: 'batch_start',
    description: 'Predict the players of a game date, or continue its open batch.',
    operations: ['batch start'],
  },
  {
    name: 'jobs',
    description: 'Scheduled jobs and incidents.',
    operations: ['jobs *', 'incidents *'],
  },
  {
    name: 'batch_force_complete',
    description: 'Ask a person to end a batch without its missing players; pending until they decide.',
    operations: ['batch force-complete'],
  },
  {
    name: 'upkeep',
    description: 'Repair predictions, batches and features.',
    operations: ['start', 'predict *', 'features *', 'batch *', 'players *'],
    fields: 'named',
  },
  {
    name: 'deploy_status',
    description: 'Locks, last deploys, serving commits. Check before you deploy.',
    operations: ['deploy status'],
  },
  {
    name: 'deploy_claim',
    description: 'Claim the deploy lock before you deploy. Returns its fencing token.',
    operations: ['deploy claim'],
  },
  {
    name: 'deploy',
    description: 'Deploy locks, deploys, and what serves.',
    operations: ['deploy *'],
    fields: 'named',
  },
  {
    name: 'session',
    description: 'Sessions: your locks, the events you missed, who is live. Handoffs to another session.',
    operations: ['session *', 'token *', 'handoff *'],
  },
  {
    name: 'audit',
    description: 'The audit log of all changes.',
    operations: ['audit *'],
    fields: 'named',
  },
];
