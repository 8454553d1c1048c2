import * as z from 'zod';

const PolicyBinding = z.looseObject({
  role: z.string(),
  members: z.array(z.string()).nullish(),
  condition: z.unknown().optional(),
});

/** A whole IAM policy, which can be written back: what setup does not know stays in it. */
export const WritablePolicy = z.looseObject({ bindings: z.array(PolicyBinding).nullish() });
export type WritablePolicy = z.infer<typeof WritablePolicy>;

/** Policies with conditions are read and written in this version. In an older one, Google would drop the conditions. */
export const POLICY_VERSION = 3;

export interface PolicyMember {
  readonly role: string;
  /** Such as `serviceAccount:bot@p.iam.gserviceaccount.com`. */
  readonly member: string;
}

/** Whether the member has the role without a condition. */
export function hasMember(policy: WritablePolicy, { role, member }: PolicyMember): boolean {
  return (policy.bindings ?? []).some(
    (binding) => isUnconditional(binding, role) && binding.members?.includes(member) === true,
  );
}

/** Adds a member to a role unless it has the role, and leaves everything else as it is. */
export function withMember(policy: WritablePolicy, { role, member }: PolicyMember): WritablePolicy {
  if (hasMember(policy, { role, member })) return policy;
  const bindings = policy.bindings ?? [];
  const at = bindings.findIndex((binding) => isUnconditional(binding, role));
  const found = bindings[at];
  const changed =
    found === undefined
      ? [...bindings, { role, members: [member] }]
      : bindings.with(at, { ...found, members: [...(found.members ?? []), member] });
  return { ...policy, version: POLICY_VERSION, bindings: changed };
}

function isUnconditional({ role, condition }: z.infer<typeof PolicyBinding>, wanted: string): boolean {
  return role === wanted && (condition === undefined || condition === null);
}
