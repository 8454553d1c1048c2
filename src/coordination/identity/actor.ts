/** A caller and their session. Two sessions of one person are two different callers for locks. */
export interface Actor {
  readonly kind: 'person' | 'agent';
  readonly name: string;
  /** A stable id, where the transport has one: `U024BE7LH`. Names can change. */
  readonly id?: string;
  /** `session_…` for an agent's session. A person has one session at each transport, such as `cli:ann`. */
  readonly session: string;
  /** The person behind an agent. */
  readonly actsFor?: string;
  /** `read` may not change anything. */
  readonly scope: 'read' | 'write';
}

/** The transports at which a person has a session without starting one. */
export type PersonalTransport = 'slack' | 'cli';

/** A person with the session they have at a transport. */
export function personAt(transport: PersonalTransport, { name, id }: Pick<Actor, 'name' | 'id'>): Actor {
  const session = `${transport}:${id ?? name}`;
  return { kind: 'person', name, ...(id === undefined ? {} : { id }), session, scope: 'write' };
}

/** Whether a session is a person's at that transport. */
export function isPersonalTransport(session: string, transport: PersonalTransport): boolean {
  return session.startsWith(`${transport}:`);
}

/** The name that people read: an agent's always with the person it acts for. */
export function nameOf({ name, actsFor }: Pick<Actor, 'name' | 'actsFor'>): string {
  return actsFor === undefined ? name : `${name} for @${actsFor}`;
}
