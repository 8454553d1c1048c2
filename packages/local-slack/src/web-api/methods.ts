import { AGENT_METHODS } from './agent-methods.ts';
import { APP_METHODS } from './app-methods.ts';
import { CHAT_METHODS } from './chat-methods.ts';
import { CONVERSATION_METHODS } from './conversation-methods.ts';
import { FILE_METHODS } from './file-methods.ts';
import { HISTORY_METHODS } from './history-methods.ts';
import type { Method } from './method.ts';
import { REACTION_METHODS } from './reaction-methods.ts';
import { USER_METHODS } from './user-methods.ts';
import { VIEW_METHODS } from './view-methods.ts';

/** All supported methods of the Web API, by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({
    ...AGENT_METHODS,
    ...APP_METHODS,
    ...CHAT_METHODS,
    ...CONVERSATION_METHODS,
    ...HISTORY_METHODS,
    ...USER_METHODS,
    ...VIEW_METHODS,
    ...REACTION_METHODS,
    ...FILE_METHODS,
  }),
);
