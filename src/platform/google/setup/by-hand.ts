import type { CloudSettings } from './cloud-settings.ts';
import { serviceUrl } from './wanted-programs.ts';

const EVENTS_PATH = '/slack/events';

/** What setup cannot do, as sentences for a person. */
export function stepsByHand(settings: CloudSettings): readonly string[] {
  const { slack, region, jobs, given } = settings;
  const request = `${serviceUrl('tipoff-bot', settings)}${EVENTS_PATH}`;
  return [
    ...(slack === 'http' ? [`In the settings of the Slack app, enter ${request} as the URL of all requests.`] : []),
    'In Slack, invite the app to its channels.',
    ...(given.has('TIPOFF_HEARTBEAT_URL')
      ? []
      : ['Set TIPOFF_HEARTBEAT_URL to a monitor that raises an alarm when the jobs stop, and run setup again.']),
    `Run one job to see that everything is connected: \`gcloud scheduler jobs run tipoff-${jobs.at(0)?.name ?? 'check-jobs'} --location ${region}\`.`,
    'Run `tipoff doctor` with the same settings. Firestore may build indexes for some minutes.',
  ];
}
