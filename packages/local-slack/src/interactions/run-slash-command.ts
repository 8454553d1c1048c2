import { answerMessage } from '../messages/answer-message.ts';
import { MethodError } from '../method-error.ts';
import type { PageAct, PageAnswer } from '../page-protocol.ts';
import { interaction, notTaken, type Person, payloadName, visibleChannel } from './interaction-payload.ts';
import { typedText } from './typed-text.ts';

/** A slash command; its answer may come in the acknowledgement or by the `response_url`. */
export async function runSlashCommand(person: Person, act: Extract<PageAct, { type: 'command' }>): Promise<PageAnswer> {
  const { workspace, user } = person;
  const channel = visibleChannel(person, act.channel);
  const known = workspace.manifest.features.slash_commands.find(({ command }) => command === act.command);
  if (known === undefined) return unknownCommand(act.command);
  const common = interaction(person);
  const target = { user: user.id, channel: channel.id };
  const delivered = await workspace.deliver({
    kind: 'slash_commands',
    payload: {
      token: common.token,
      team_id: common.team.id,
      team_domain: common.team.domain,
      channel_id: channel.id,
      channel_name: payloadName(channel),
      user_id: user.id,
      user_name: user.name,
      command: known.command,
      text: known.should_escape ? typedText(act.text, workspace.directory) : act.text,
      api_app_id: common.api_app_id,
      is_enterprise_install: 'false',
      response_url: `${workspace.origin}/response/${workspace.responseUrls.issue(target)}`,
      trigger_id: common.trigger_id,
    },
  });
  if (delivered.kind === 'failed') return notTaken(workspace, delivered.error, act.command);
  return answerInAck(person, target, delivered.payload);
}

function answerInAck(
  { workspace }: Person,
  target: { readonly user: string; readonly channel: string },
  payload: unknown,
): PageAnswer {
  const saysNothing = typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0;
  if (saysNothing) return { ok: true };
  try {
    answerMessage(workspace, target, payload);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    const message = `${workspace.identity.bot.name} answered with a message that Slack refuses (${error.code}).`;
    return { ok: false, error: error.code, message };
  }
}

function unknownCommand(command: string): PageAnswer {
  const message = `${command} is not a valid command. In Slack, the commands of apps are listed when you type a slash.`;
  return { ok: false, error: 'unknown_command', message };
}
