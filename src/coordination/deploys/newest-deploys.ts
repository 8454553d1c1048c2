import type { DocumentStore } from '../../platform/document-store.ts';
import { DEPLOYS, type DeployRecord } from './deploy-record.ts';

/** More deploys of one service than these do not run at once and do not end within minutes. */
const MATTER_NOW = 20;

/** Reads the newest deploys of a service, newest first. By default, those that can matter for what happens now. */
export async function newestDeploys(
  store: Pick<DocumentStore, 'query'>,
  service: string,
  limit = MATTER_NOW,
): Promise<readonly DeployRecord[]> {
  const found = await store.query(
    { collection: DEPLOYS },
    { where: [['service', '==', service]], orderBy: ['started_at', 'desc'], limit },
  );
  return found.map(({ data }) => data);
}
