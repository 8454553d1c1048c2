/**
 * Which operations are which tools. A model chooses among few tools better than among many, so what is looked at or done together is one
 * tool with an `action`. `operations` names them; `noun *` takes every operation of the noun that no other tool names. What only people may
 * do, or only the command line of this machine, is no tool.
 */
export interface ToolGroup {
  readonly name: string;
  /** What an agent uses it for, and when. The actions and their fields are added. */
  readonly description: string;
  readonly operations: readonly string[];
}

export const TOOL_GROUPS: readonly ToolGroup[] = [
  {
    name: 'predictions',
    description:
      'Read the points predictions of a game date, of one player, or check the table against what was announced.',
    operations: ['predict slate', 'predict player', 'predict verify'],
  },
  {
    name: 'predict_again',
    description: 'Predict again: one player, or all who are missing in a batch. Safe to repeat.',
    operations: ['predict rerun', 'batch rerun-missing'],
  },
  {
    name: 'results',
    description: 'How good the predictions of past nights were, and of which models.',
    operations: ['results *', 'models *', 'backtest *'],
  },
  {
    name: 'batch_status',
    description:
      'How far the prediction batch of a game date is, or what came of it. Look here before you start or repair one.',
    operations: ['batch status', 'batch list'],
  },
  {
    name: 'batch_start',
    description: 'Predict the players of a game date. Goes on with the batch that is open for the date, if any.',
    operations: ['batch start'],
  },
  {
    name: 'jobs',
    description: 'The scheduled jobs: when each runs next and how its last run ended. Run, pause or resume one.',
    operations: ['jobs *'],
  },
  {
    name: 'batch_force_complete',
    description:
      'Ask people to end an open batch without its missing players. You ask and a person decides, so the answer is pending.',
    operations: ['batch force-complete'],
  },
  {
    name: 'upkeep',
    description: 'Rarely needed: build features, repair old batch documents, set up the sample league.',
    operations: ['start', 'features *', 'batch *'],
  },
  {
    name: 'deploy_status',
    description: 'Who holds the deployment locks, who waits, and what was deployed last. Look here before you deploy.',
    operations: ['deploy status'],
  },
  {
    name: 'deploy_claim',
    description:
      'Claim the deployment lock before you deploy. The answer has the fencing token that starting and ending a deploy need.',
    operations: ['deploy claim'],
  },
  {
    name: 'deploy',
    description: 'With the deployment lock: keep it, give it back, wait for it, take it over, tell of a deploy.',
    operations: ['deploy *'],
  },
  {
    name: 'session',
    description: 'Your session and those of others: what you hold, what happened since you were away, who is live.',
    operations: ['session *', 'token *'],
  },
  {
    name: 'audit',
    description: 'What was changed, by whom, and whether the record of it is whole.',
    operations: ['audit *'],
  },
];
