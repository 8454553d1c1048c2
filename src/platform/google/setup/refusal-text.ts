import { errorText } from '../../error-text.ts';
import { Problem } from '../../problem.ts';
import { googleDetail, grpcCode, LOGIN, PERMISSION_DENIED, UNAUTHENTICATED } from '../call-google.ts';
import { isApiDisabled } from './passing-failure.ts';
import type { Resource, WantedResource } from './resource.ts';

const API_NAME = /[a-z]+\.googleapis\.com/;

interface Refusal {
  readonly resource: Resource;
  readonly projectId: string;
}

/** Says why a resource was not made, and what to do: which role to grant, or which API to enable. */
export function refusalText(error: unknown, { resource: { wanted }, projectId }: Refusal): string {
  if (error instanceof Problem) return error.message;
  const detail = googleDetail(error);
  if (isApiDisabled(error)) {
    const api = API_NAME.exec(errorText(error))?.[0] ?? 'the API that the message names';
    return `An API is disabled: ${detail} Run \`${enableCommand(api, projectId)}\`, wait a minute, and run setup again.`;
  }
  if (grpcCode(error) === UNAUTHENTICATED)
    return `Google does not accept the credentials of this machine: ${detail} ${LOGIN}`;
  if (grpcCode(error) !== PERMISSION_DENIED) return `Google refused: ${detail} Correct this, and run setup again.`;
  const byHand =
    wanted.kind === 'api' ? ` Or run \`${enableCommand(wanted.api, projectId)}\` as somebody who may.` : '';
  return `Google denied access: ${detail} Grant your account the role ${roleFor(wanted)} on the project ${projectId}, and run setup again.${byHand}`;
}

function enableCommand(api: string, projectId: string): string {
  return `gcloud services enable ${api} --project ${projectId}`;
}

/** The narrowest predefined role with which a person can make a resource. */
function roleFor(wanted: WantedResource): string {
  switch (wanted.kind) {
    case 'api':
      return 'roles/serviceusage.serviceUsageAdmin';
    case 'database':
    case 'indexes':
      return 'roles/datastore.owner';
    case 'tables':
      return 'roles/bigquery.admin';
    case 'account':
      return 'roles/iam.serviceAccountAdmin';
    case 'secret':
      return 'roles/secretmanager.admin';
    case 'topic':
    case 'subscription':
      return 'roles/pubsub.admin';
    case 'service':
    case 'worker-pool':
      return 'roles/run.admin and the role roles/iam.serviceAccountUser';
    case 'schedule':
      return 'roles/cloudscheduler.admin and the role roles/iam.serviceAccountUser';
    case 'grant':
      return ROLE_FOR_GRANTS[wanted.on.type];
  }
}

const ROLE_FOR_GRANTS: Readonly<Record<Extract<WantedResource, { kind: 'grant' }>['on']['type'], string>> = {
  project: 'roles/resourcemanager.projectIamAdmin',
  topic: 'roles/pubsub.admin',
  subscription: 'roles/pubsub.admin',
  secret: 'roles/secretmanager.admin',
  dataset: 'roles/bigquery.admin',
  service: 'roles/run.admin',
};
