import { personAt } from '../../coordination/identity/actor.ts';
import { listBatches } from '../../operations/batch/list.ts';
import { answeredData } from '../../operations/kit/answered-data.ts';
import { homeView } from './messages/home-view.ts';
import type { SlackPerson } from './payloads.ts';
import type { SlackContext } from './slack-context.ts';

const FIRST_PAGE = { limit: 20, cursor: 0 };

/** Publishes the current App Home for the person who opened it. */
export async function publishHome(context: SlackContext, person: SlackPerson, request: string): Promise<void> {
  const actor = personAt('slack', person);
  const outcome = await listBatches.run(context.app, { input: FIRST_PAGE, actor, request, progress: () => undefined });
  const view = homeView(answeredData(outcome), context.commands);
  await context.client.views.publish({ user_id: person.id, view });
}
