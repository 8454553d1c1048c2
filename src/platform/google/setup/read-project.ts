import * as z from 'zod';
import { Problem } from '../../problem.ts';
import { readGoogle } from '../read-google.ts';
import type { GoogleRest } from './google-rest.ts';

const ANSWER_WITHIN_MS = 8_000;

const Project = z.object({ name: z.string().regex(/^projects\/\d+$/), state: z.string() });

/** Reads the number of the project. Throws a `Problem` when the project cannot be read or is being deleted. */
export async function readProjectNumber(rest: GoogleRest, projectId: string): Promise<string> {
  const question = {
    api: 'Resource Manager',
    resource: `the project ${projectId}`,
    role: 'roles/browser',
    ifMissing: 'Set GCP_PROJECT_ID to the id of an existing project.',
    withinMs: ANSWER_WITHIN_MS,
  };
  const path = `cloudresourcemanager.googleapis.com/v3/projects/${projectId}`;
  const found = await readGoogle(question, async () => Project.parse(await rest({ method: 'GET', path })));
  if (found.type === 'unknown') throw unreadable(`${found.why} ${enableByHand(projectId)}`);
  if (found.value.state !== 'ACTIVE') {
    throw unreadable(`The project ${projectId} is being deleted. Set GCP_PROJECT_ID to the id of another project.`);
  }
  return found.value.name.replace('projects/', '');
}

function enableByHand(projectId: string): string {
  return `In a new project, first run \`gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project ${projectId}\`.`;
}

function unreadable(message: string): Problem {
  return new Problem({ code: 'project_unreadable', message });
}
