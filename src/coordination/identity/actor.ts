/** A caller and its session. For locks, two sessions of one person are two different callers. */
export interface Actor {
  readonly kind: 'person' | 'agent';
  readonly name: string;
  /** The caller's stable id, if the transport has one, such as `U024BE7LH`. Names can change. */
  readonly id?: string;
  /** The id of the session: `session_…` for an agent, or a person's session at a transport, such as `cli:ann`. */
  readonly session: string;
  /** The person for whom an agent acts. */
  readonly actsFor?: string;
  /** What the caller may do. A caller with `read` may not change anything. */
  readonly scope: 'read' | 'write';
}

/** The transports at which a person has a session without starting one. */
export type PersonalTransport = 'slack' | 'cli';

/** Creates the actor of a person, with the person's session at the transport. */
export function personAt(transport: PersonalTransport, { name, id }: Pick<Actor, 'name' | 'id'>): Actor {
  const session = `${transport}:${id ?? name}`;
  return { kind: 'person', name, ...(id === undefined ? {} : { id }), session, scope: 'write' };
}

/** Whether a session belongs to a person at the given transport. */
export function isPersonalTransport(session: string, transport: PersonalTransport): boolean {
  return session.startsWith(`${transport}:`);
}

/** The displayed name of a caller. An agent's name includes the person it acts for. */
export function nameOf({ name, actsFor }: Pick<Actor, 'name' | 'actsFor'>): string {
  return actsFor === undefined ? name : `${name} for @${actsFor}`;
}
