import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { PlayerName } from '#src/operations/kit/input/player-name.ts';
import { operation } from '#src/operations/kit/operation.ts';
import { playerNamed } from '#src/operations/predict/find-player.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { eventually } from '#test/eventually.ts';
import { aBot, aFolder } from './a-bot.ts';
import { aWorkspace, type Person } from './a-workspace.ts';

const PLAYERS = ['Jaylen Brown', 'Bruce Brown', 'Kobe Brown', 'Nikola Jokić'].map((player_name) => ({
  player_name,
  player_lookup: player_name.toLowerCase().replace(/\W/g, ''),
}));

describe('a slash command', () => {
  test('with an unknown verb changes nothing and offers the nearest verb as a button', async () => {
    const { ann, done } = await aLineUp();
    await ann.command('/batch sit "Jaylen Brown"');
    expect(await ann.answer(1)).toMatch(/\/batch has no verb sit\. Nothing was changed\. Did you mean this\?/);
    expect(done).toEqual([]);
    const [answer] = ann.ephemerals;
    if (answer === undefined) throw new Error('no answer');
    await ann.click(answer, '/batch set "Jaylen Brown"');
    expect(await ann.answer(2)).toContain('Set Jaylen Brown.');
    expect(done).toEqual(['Jaylen Brown']);
  });

  test('runs once, even if its button is clicked several times', async () => {
    const { ann, done } = await aLineUp();
    await ann.command('/batch sit "Jaylen Brown"');
    await ann.answer(1);
    const [answer] = ann.ephemerals;
    if (answer === undefined) throw new Error('no answer');
    const clicks = [1, 2, 3].map(() => ann.click(answer, '/batch set "Jaylen Brown"'));
    await Promise.all(clicks);
    const answers = await Promise.all([2, 3, 4].map((nth) => ann.answer(nth)));
    expect(done).toEqual(['Jaylen Brown']);
    expect(answers.filter((text) => text.includes('This button was already used'))).toHaveLength(2);
  });

  test('with an ambiguous name asks which player, and continues after a restart', async () => {
    const { local, ann, done, bot, dataFolder, operations } = await aLineUp();
    await ann.command('/batch set brown');
    expect(await ann.answer(1)).toContain('"brown" matches "Jaylen Brown" or "Bruce Brown" or "Kobe Brown".');
    await bot.stop();
    await aBot(local, { dataFolder, operations });
    const [answer] = ann.ephemerals;
    if (answer === undefined) throw new Error('no answer');
    await ann.click(answer, 'Bruce Brown');
    expect(await ann.answer(2)).toContain('Set Bruce Brown.');
    expect(done).toEqual(['Bruce Brown']);
  });

  test.each([
    ['/batch set', 'Name: is missing; write it as in the box scores'],
    ['/batch set name=""', 'Name: is empty'],
    ['/batch set Jokic colour=red', 'Unknown field "colour": it takes name.'],
  ])('%s opens a form with the message that every transport uses', async (line, fault) => {
    const { ann, done } = await aLineUp();
    await ann.command(line);
    expect(await openedTitle(ann)).toBe('/batch set');
    expect(JSON.stringify(ann.views[0]?.blocks)).toContain(JSON.stringify(fault).slice(1, -1));
    expect(done).toEqual([]);
  });

  test.each([['/batch set Jordan', 'No player named "Jordan" tonight.']])(
    '%s is refused with the message that every transport uses',
    async (line, sentence) => {
      const { ann, done } = await aLineUp();
      await ann.command(line);
      expect(await ann.answer(1)).toContain(sentence);
      expect(done).toEqual([]);
    },
  );

  test.each(['<!channel> <@U024BE7LH> <https://evil.example|click>', '*bold* `code` _it_ ~no~'])(
    'shows what was typed as text: %.30s',
    async (typed) => {
      const { ann } = await aLineUp();
      await ann.command(`/batch set "${typed}"`);
      const answer = await ann.answer(1);
      expect(answer.length).toBeLessThan(1_000);
      const [message] = ann.ephemerals;
      expect(JSON.stringify(message?.blocks)).not.toMatch(
        /mrkdwn|"type":"(user|link|broadcast|channel|emoji)"|"code":/,
      );
      expect(message?.text).not.toMatch(/<[!@#h]|\u202e/);
    },
  );

  test.each(['אברהם \u202e לינקולן', 'x'.repeat(10_000)])(
    'shows what was typed as text in a form: %.30s',
    async (typed) => {
      const { ann, done } = await aLineUp();
      await ann.command(`/batch set "${typed}"`);
      expect(await openedTitle(ann)).toBe('/batch set');
      const [problem, ...inputs] = ann.views[0]?.blocks ?? [];
      expect(JSON.stringify(problem).length).toBeLessThan(1_000);
      expect(JSON.stringify(problem)).not.toMatch(/mrkdwn|"type":"(user|link|broadcast|channel|emoji)"|\u202e/);
      expect(JSON.stringify(inputs).length).toBeLessThan(4_000);
      expect(done).toEqual([]);
    },
  );
});

describe('the commands of the registry', () => {
  test('/tipoff help names every command', async () => {
    const local = await aWorkspace();
    await aBot(local);
    const ann = await local.person('ann');
    await ann.command('/tipoff help');
    const answer = await ann.answer(1);
    for (const command of ['/batch', '/predict', '/features', '/approval']) expect(answer).toContain(command);
    expect(answer).toMatch(/See tonight's picks\s+.*\/predict slate/);
    expect(answer).toMatch(/Re-run a player\s+.*\/predict rerun "LeBron James"/);
    expect(answer).toMatch(/Deploy safely\s+.*\/deploy claim worker/);
  });

  test.each(OPERATIONS.filter(({ reach, name }) => reach === 'everywhere' && name.includes(' ')))(
    'help explains $name',
    async ({ name, summary }) => {
      const local = await aWorkspace();
      await aBot(local);
      const ann = await local.person('ann');
      await ann.command(`/${name} help`);
      expect(await ann.answer(1)).toContain(summary);
    },
  );

  test.each([
    ['/deploy claim worker fix the injury filter', 'fix the injury filter', 30],
    ['/deploy claim worker fix the filter —for 15m', 'fix the filter', 15],
    ['/deploy claim worker reason=“roll back the filter” for=2h', 'roll back the filter', 120],
  ])('%s claims the lock for that reason and that long', async (line, reason, minutes) => {
    const local = await aWorkspace();
    const { app } = await aBot(local);
    const ann = await local.person('ann');
    await ann.command(line);
    expect(await ann.answer(1)).toContain('You hold the worker deploy lock');
    const hold = (await app.store.get(lockRef('worker')))?.data.hold;
    expect(hold?.reason).toBe(reason);
    expect(Date.parse(hold?.until ?? '') - Date.parse(hold?.since ?? '')).toBe(minutes * 60_000);
  });

  test('a mistyped verb offers the command with all its words', async () => {
    const local = await aWorkspace();
    const { app } = await aBot(local);
    const ann = await local.person('ann');
    await ann.command('/deploy clam worker my reason');
    expect(await ann.answer(1)).toContain('/deploy claim worker reason="my reason"');
    const [offered] = ann.ephemerals;
    if (offered !== undefined) await ann.click(offered, '/deploy claim worker reason="my reason"');
    expect(await ann.answer(2)).toContain('You hold the worker deploy lock');
    expect((await app.store.get(lockRef('worker')))?.data.hold).toMatchObject({ reason: 'my reason' });
  });

  test('a mistyped verb with missing input has a button that opens its form', async () => {
    const local = await aWorkspace();
    await aBot(local);
    const ann = await local.person('ann');
    await ann.command('/deploy clam worker');
    expect(await ann.answer(1)).toContain('/deploy claim worker reason=…');
    const [answer] = ann.ephemerals;
    if (answer !== undefined) await ann.click(answer, '/deploy claim worker reason=…');
    expect(await openedTitle(ann)).toBe('/deploy claim');
  });

  test('/batch without a verb lists batches, or says how to start one', async () => {
    const local = await aWorkspace();
    await aBot(local);
    const ann = await local.person('ann');
    await ann.command('/batch');
    expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet. Start one with /batch start --date today.');
  });
});

test('the App Home shows running batches, the last results and the commands at every opening', async () => {
  const local = await aWorkspace();
  await aBot(local);
  const ann = await local.person('ann');
  await ann.openHome();
  await expect.poll(() => JSON.stringify(ann.views.at(-1)?.blocks ?? [])).toContain('Nothing is running.');
  expect(JSON.stringify(ann.views.at(-1)?.blocks)).toContain('/batch');
});

/** The title of the newest modal that a person's command or click opened. */
async function openedTitle({ views }: Person): Promise<string> {
  return await eventually(() => {
    const opened = views.at(-1);
    if (opened === undefined) throw new Error('no modal');
    return z.object({ text: z.string() }).parse(opened.title).text;
  });
}

/** A bot with one operation, `batch set <name>`, that records its caller. */
async function aLineUp() {
  const local = await aWorkspace();
  const done: string[] = [];
  const operations = [
    operation({
      name: 'batch set',
      summary: 'Set a player.',
      input: z.strictObject({ name: PlayerName }),
      output: z.null(),
      positionals: ['name'],
      effect: 'write',
      reach: 'everywhere',
      opens: 'nothing',
      prints: 'outcome',
      async run(_, { input }) {
        const { player_name } = playerNamed(input.name, PLAYERS, 'tonight');
        done.push(player_name);
        return { decision: 'done', code: 'ok', message: `Set ${player_name}.`, data: null, next: [] };
      },
    }),
  ];
  const dataFolder = await aFolder();
  const bot = await aBot(local, { operations, dataFolder });
  return { local, bot, operations, dataFolder, done, ann: await local.person('ann') };
}
