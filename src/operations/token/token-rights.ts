import type { TokenRight } from '../../coordination/tokens/token.ts';

/** Describes what a right lets an agent do, as the end of a sentence such as `The agent may …`. */
export function rightText(right: TokenRight, session: string): string {
  switch (right) {
    case 'approve':
      return 'act for a person who may approve (agents themselves never approve)';
    case 'take-over':
      return 'take over deploy locks from live holders';
    case 'session':
      return `continue the session ${session} and use the locks that it holds`;
  }
}
