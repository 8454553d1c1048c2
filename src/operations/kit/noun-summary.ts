/** What the commands of each noun are for. Autocomplete, help and the App Home show it. */
const SUMMARIES: Readonly<Record<string, string>> = {
  tipoff: "Show tonight's slate, and help by task",
  approval: 'Approve or cancel requests that need a person',
  audit: 'See and verify who changed what',
  backtest: 'Test the models on past dates',
  batch: 'Run, watch, repeat or end the prediction batch of a date',
  clock: 'Repair the clock of the store',
  data: 'Check the data of a slate',
  deploy: 'Claim a deploy lock, deploy under it, and see what every service serves',
  features: 'Build the features that the models read',
  gcp: 'Set up Google Cloud',
  handoff: 'Give your work and your locks to another session',
  incidents: 'See open problems, and acknowledge, snooze or resolve them',
  jobs: 'See, run, pause and resume the scheduled jobs',
  models: 'Compare the installed models',
  players: 'Tell Tipoff whom a spelling in a file names',
  predict: "See tonight's picks, one player or his lines, and predict him again",
  pubsub: 'Check the queue of the prediction requests',
  results: 'See how a night went, and the record of the published picks',
  session: 'See who works, leave a note, and catch up after an absence',
  slate: 'Hold a slate back, and release it',
  token: 'Create, confirm and revoke the tokens of agents',
  warehouse: 'Migrate the tables',
};

/** Returns what the commands of a noun do, as a phrase without a full stop. Throws for an unknown noun. */
export function nounSummary(noun: string): string {
  const summary = SUMMARIES[noun];
  if (summary === undefined) throw new Error(`The noun ${noun} has no summary`);
  return summary;
}
