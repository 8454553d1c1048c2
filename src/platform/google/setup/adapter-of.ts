import { generateKeyPairSync } from 'node:crypto';
import type { BigqueryWarehouse } from '../bigquery-warehouse.ts';
import type { GoogleRest } from '../google-rest.ts';
import { accountResource } from './account-resource.ts';
import { apiResource } from './api-resource.ts';
import { databaseResource } from './database-resource.ts';
import { datasetGrantResource } from './dataset-grant-resource.ts';
import { grantResource } from './grant-resource.ts';
import { indexResource } from './index-resource.ts';
import { policyPort } from './policy-ports.ts';
import { subscriptionResource, topicResource } from './queue-resources.ts';
import type { ResourceAdapter, WantedResource } from './resource.ts';
import { serviceResource, workerPoolResource } from './run-resources.ts';
import { scheduleResource } from './schedule-resource.ts';
import { secretResource } from './secret-resource.ts';
import { AUDIT_KEY_SECRET, type SecretVariable } from './secrets.ts';
import type { SetupClients } from './setup-clients.ts';
import { tablesResource } from './tables-resource.ts';

/** The values of secrets by the variables that hold them. */
export type SecretValues = Partial<Readonly<Record<SecretVariable, string>>>;

export interface SetupProject {
  readonly clients: SetupClients;
  readonly rest: GoogleRest;
  readonly projectId: string;
  readonly region: string;
  readonly warehouse: Pick<BigqueryWarehouse, 'check' | 'migrate'>;
  /** The values of secrets. They go to Secret Manager and nowhere else. */
  readonly secretValues: SecretValues;
  /** The pause between two questions whether an API is enabled, in milliseconds. */
  readonly pauseMs: number;
}

/** Picks the adapter of a resource. */
export function adapterOf(wanted: WantedResource, project: SetupProject): ResourceAdapter {
  const { clients, rest, projectId, region, pauseMs } = project;
  const parent = `projects/${projectId}/locations/${region}`;
  switch (wanted.kind) {
    case 'api':
      return apiResource({ rest, projectId, pauseMs, ...wanted });
    case 'account':
      return accountResource({ rest, projectId, ...wanted });
    case 'database':
      return databaseResource({ client: clients.firestore, projectId, ...wanted });
    case 'indexes':
      return indexResource({ client: clients.firestore, projectId, ...wanted });
    case 'tables':
      return tablesResource(project.warehouse);
    case 'secret':
      return secretResource({ client: clients.secrets, projectId, ...wanted, ...secretValue(wanted, project) });
    case 'topic':
      return topicResource({ client: clients.publisher, projectId, ...wanted });
    case 'subscription':
      return subscriptionResource({ client: clients.subscriber, projectId, wanted });
    case 'grant':
      return wanted.on.type === 'dataset'
        ? datasetGrantResource({ rest, projectId, dataset: wanted.on.name, member: wanted.member })
        : grantResource(policyPort(wanted.on, project), wanted);
    case 'service':
      return serviceResource({ client: clients.services, parent, spec: wanted.spec });
    case 'worker-pool':
      return workerPoolResource({ client: clients.workerPools, parent, spec: wanted.spec });
    case 'schedule':
      return scheduleResource({ client: clients.scheduler, parent, wanted });
  }
}

type SecretPlace = Extract<WantedResource, { kind: 'secret' }>;

function secretValue({ secretId, variable }: SecretPlace, { secretValues }: SetupProject) {
  // The variable of the audit key has the path of a file, and not the key.
  if (secretId === AUDIT_KEY_SECRET) return { value: undefined, generate: newAuditKey };
  return { value: secretValues[variable], generate: undefined };
}

/** A new Ed25519 key in PEM form. */
function newAuditKey(): string {
  return String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
}
