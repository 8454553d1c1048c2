/**
 * What has to change before the chat accepts the post: the content of the message, the channel, or the access of the
 * app, such as its token.
 */
export type RefusalFault = 'message' | 'channel' | 'access';

interface RefusalDetails {
  readonly fault: RefusalFault;
  /** The chat's own code of the error. */
  readonly code: string;
  /** Complete sentences for a person: what the chat refuses, and what to do. */
  readonly message: string;
  readonly cause?: unknown;
}

/** The error for a post that the chat refuses. It refuses the same post again until somebody removes the cause. */
export class PostRefused extends Error {
  override readonly name = 'PostRefused';
  readonly fault: RefusalFault;
  readonly code: string;

  constructor({ fault, code, message, cause }: RefusalDetails) {
    super(message, { cause });
    this.fault = fault;
    this.code = code;
  }
}
