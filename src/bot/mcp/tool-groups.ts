/**
 * The tools and their operations. Models choose better among few tools, so related operations share one tool with an `action`. `operations`
 * lists them; `noun *` adds every operation of the noun that no other tool names. Operations for people only or for the local command line
 * only have no tool.
 */
export interface ToolGroup {
  readonly name: string;
  /** What an agent uses the tool for, and when. Actions and fields are appended. */
  readonly description: string;
  readonly operations: readonly string[];
}

export const TOOL_GROUPS: readonly ToolGroup[] = [
  {
    name: 'predictions',
    description: 'Read the predictions of a date or a player, or verify the announced ones.',
    operations: ['predict slate', 'predict player', 'predict verify'],
  },
  {
    name: 'predict_again',
    description: 'Predict one player again, or all missing players of a batch. Safe to repeat.',
    operations: ['predict rerun', 'batch rerun-missing'],
  },
  {
    name: 'results',
    description: 'How accurate past predictions and models were.',
    operations: ['results *', 'models *', 'backtest *'],
  },
  {
    name: 'batch_status',
    description: 'Progress or result of a batch. Check it before you start or repair one.',
    operations: ['batch status', 'batch list'],
  },
  {
    name: 'batch_start',
    description: 'Predict the players of a game date. Continues an open batch of that date.',
    operations: ['batch start'],
  },
  {
    name: 'jobs',
    description: 'Scheduled jobs; incidents: problems that need a person.',
    operations: ['jobs *', 'incidents *'],
  },
  {
    name: 'batch_force_complete',
    description: 'Ask a person to end a batch without its missing players. Pending until they decide.',
    operations: ['batch force-complete'],
  },
  {
    name: 'upkeep',
    description: 'Rarely needed: build features, repair old batches, set up sample data.',
    operations: ['start', 'features *', 'batch *'],
  },
  {
    name: 'deploy_status',
    description: 'Deploy locks, their queues, the last deploys. Check it before you deploy.',
    operations: ['deploy status'],
  },
  {
    name: 'deploy_claim',
    description: 'Claim the deploy lock before you deploy. Returns the fencing token that deploys need.',
    operations: ['deploy claim'],
  },
  {
    name: 'deploy',
    description: 'Extend, release, queue for or take over a deploy lock; report a deploy.',
    operations: ['deploy *'],
  },
  {
    name: 'session',
    description: 'Sessions: what you hold, what you missed, who is live.',
    operations: ['session *', 'token *'],
  },
  {
    name: 'audit',
    description: 'The audit log of all changes, and whether it is intact.',
    operations: ['audit *'],
  },
];
