import * as z from 'zod';

/** What an examination found of a service on which this installation depends. */
export const ServiceFinding = z.object({
  /** The service, such as `Firestore`. */
  service: z.string(),
  /** `note`: nothing to do. `unchecked`: the service does not say, as an emulator does. */
  level: z.enum(['problem', 'note', 'unchecked']),
  /** What was found, in complete sentences for a person: what is wrong and what to do. */
  message: z.string(),
});
export type ServiceFinding = Readonly<z.infer<typeof ServiceFinding>>;

/**
 * Examines the services on which this installation depends, without changing them. A service that cannot be reached or
 * refuses is a finding, so this never throws for it. Resolves to an empty list when everything is on this machine.
 */
export type ExamineServices = () => Promise<readonly ServiceFinding[]>;
