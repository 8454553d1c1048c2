import type { GoogleRest } from '../google-rest.ts';
import type { PolicyTarget } from './resource.ts';
import type { SetupClients } from './setup-clients.ts';
import { POLICY_VERSION, WritablePolicy } from './writable-policy.ts';

/** Where the IAM policy of a resource is read and written. A write is refused with ABORTED when somebody changed the policy since the read. */
export interface PolicyPort {
  read(): Promise<WritablePolicy>;
  write(policy: WritablePolicy): Promise<void>;
}

interface PolicyPlaces {
  readonly clients: SetupClients;
  readonly rest: GoogleRest;
  readonly projectId: string;
  readonly region: string;
}

type PubsubClient = SetupClients['publisher'] | SetupClients['subscriber'];

/** The client of a service that has policies of its own. */
type ServiceClient = SetupClients['secrets'] | SetupClients['services'];

export function policyPort(target: PolicyTarget, { clients, rest, projectId, region }: PolicyPlaces): PolicyPort {
  const project = `projects/${projectId}`;
  switch (target.type) {
    case 'project':
      return projectPolicy(rest, project);
    case 'topic':
      return pubsubPolicy(clients.publisher, `${project}/topics/${target.name}`);
    case 'subscription':
      return pubsubPolicy(clients.subscriber, `${project}/subscriptions/${target.name}`);
    case 'secret':
      return servicePolicy(clients.secrets, `${project}/secrets/${target.name}`);
    case 'service':
      return servicePolicy(clients.services, `${project}/locations/${region}/services/${target.name}`);
  }
}

function servicePolicy(client: ServiceClient, resource: string): PolicyPort {
  return {
    read: async () => WritablePolicy.parse((await client.getIamPolicy(question(resource)))[0]),
    write: async (policy) => {
      await client.setIamPolicy({ resource, policy: policy as object });
    },
  };
}

/** The types of these clients ask for instances of a class, and their code takes every object with the fields. */
function pubsubPolicy(client: PubsubClient, resource: string): PolicyPort {
  type Question = Parameters<PubsubClient['getIamPolicy']>[0];
  type Change = Parameters<PubsubClient['setIamPolicy']>[0];
  return {
    read: async () => WritablePolicy.parse((await client.getIamPolicy(question(resource) as Question))[0]),
    write: async (policy) => {
      await client.setIamPolicy({ resource, policy } as object as Change);
    },
  };
}

function projectPolicy(rest: GoogleRest, project: string): PolicyPort {
  const path = `cloudresourcemanager.googleapis.com/v3/${project}`;
  return {
    read: async () => {
      const { options } = question(project);
      return WritablePolicy.parse(await rest({ method: 'POST', path: `${path}:getIamPolicy`, body: { options } }));
    },
    write: async (policy) => {
      await rest({ method: 'POST', path: `${path}:setIamPolicy`, body: { policy } });
    },
  };
}

function question(resource: string) {
  return { resource, options: { requestedPolicyVersion: POLICY_VERSION } };
}
