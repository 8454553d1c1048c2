import * as z from 'zod';

/** The part of an IAM policy that is read: which members have which roles. */
export const IamPolicy = z.object({
  bindings: z
    .array(z.object({ role: z.string(), members: z.array(z.string()).default([]), condition: z.unknown().optional() }))
    .nullish()
    .transform((bindings) => bindings ?? []),
});
export type IamPolicy = z.infer<typeof IamPolicy>;

interface Grant {
  readonly member: RegExp;
  readonly roles: readonly string[];
}

/** Whether a policy gives a member one of the roles without a condition. */
export function hasGrant({ bindings }: IamPolicy, { member, roles }: Grant): boolean {
  return bindings.some(
    ({ role, members, condition }) =>
      roles.includes(role) && (condition ?? null) === null && members.some((each) => member.test(each)),
  );
}
