import { expect, it } from 'vitest';
import { callGoogle } from '#src/platform/google/call-google.ts';
import { findCredentials, sharedSearch } from '#src/platform/google/google-credentials.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';

const FIRESTORE = {
  api: 'Firestore',
  projectId: 'p',
  purpose: 'read and write the documents',
  role: 'roles/datastore.user on the project',
  grant: 'gcloud projects add-iam-policy-binding p --member=MEMBER --role=roles/datastore.user',
} as const;

function failing(error: object) {
  return callGoogle(FIRESTORE, () => Promise.reject(Object.assign(new Error('failed'), error)));
}

it.each([4, 8, 10, 13, 14])('the gRPC code %i is an outage', async (code) => {
  await expect(failing({ code, details: 'No.' })).rejects.toThrow(Unavailable);
});

it.each([
  [
    { code: 7, details: 'Missing or insufficient permissions.' },
    'google_denied',
    "Firestore does not let Tipoff read and write the documents in project p: Missing or insufficient permissions. Grant Tipoff's account the role roles/datastore.user on the project: `gcloud projects add-iam-policy-binding p --member=MEMBER --role=roles/datastore.user`.",
  ],
  [
    { code: 5, details: 'The database (default) does not exist for project p. Please visit the console.' },
    'wrong_project',
    'Firestore cannot be used in project p: The database (default) does not exist for project p. Please visit the console. Set GCP_PROJECT_ID to the id of a project that has Firestore.',
  ],
  [
    { code: 16, details: 'Request had invalid authentication credentials.' },
    'bad_credentials',
    "Firestore does not accept Tipoff's credentials. Run `gcloud auth application-default login`, or run Tipoff with a service account.",
  ],
  [
    { message: 'Could not load the default credentials. Browse to https://cloud.google.com' },
    'no_credentials',
    'No Google credentials were found for Firestore. Run `gcloud auth application-default login`, or run Tipoff with a service account.',
  ],
])('%j names what a person can do', async (error, code, message) => {
  await expect(failing(error)).rejects.toMatchObject({ code, message });
});

it('a document that does not exist stays the error that it is', async () => {
  await expect(failing({ code: 5, details: 'No document to update.' })).rejects.toMatchObject({ code: 5 });
});

it('does not call Google before it has credentials', async () => {
  const missing = new Problem({ code: 'no_credentials', message: 'No Google credentials were found.' });
  let calls = 0;
  const call = async () => {
    calls += 1;
  };
  await expect(callGoogle({ ...FIRESTORE, credentials: () => Promise.reject(missing) }, call)).rejects.toBe(missing);
  expect(calls).toBe(0);
});

it.each([
  ['that fails', () => Promise.reject(new Error('Could not load the default credentials.'))],
  ['that does not end', () => new Promise(() => undefined)],
])('a search for credentials %s says how to log in', async (_, search) => {
  await expect(findCredentials(search, 20)).rejects.toMatchObject({
    code: 'no_credentials',
    message:
      'No Google credentials were found. Run `gcloud auth application-default login`, or run Tipoff with a service account.',
  });
});

it('clients that look for credentials one after the other share the error of one search, and later search again', async () => {
  let now = 0;
  let searches = 0;
  const search = () => {
    searches += 1;
    return searches < 2 ? Promise.reject(new Error('none')) : Promise.resolve();
  };
  const credentials = sharedSearch(search, { againAfterMs: 10, clock: () => now });
  await expect(credentials()).rejects.toThrow('none');
  now = 9;
  await expect(credentials()).rejects.toThrow('none');
  expect(searches).toBe(1);
  now = 10;
  await credentials();
  now = 100;
  await credentials();
  expect(searches).toBe(2);
});
