import type { Command } from '../domain/command.js';
import type { MessageContent } from '../domain/message.js';
import { proposalsOf } from '../domain/report.js';
import { budget } from './budget.js';
import type { Context } from './context.js';
import { morningReport } from './morning-report.js';
import { proposeFor } from './propose.js';
import { inventory, status } from './status.js';

/** An answer to a command: what it says, who sees it, and the proposals it shows. */
export interface Answer {
  content: MessageContent;
  /** `asker`: that person alone; `reply`: the channel it was asked in; `post`: a message that is kept up to date. */
  to: 'asker' | 'reply' | 'post';
  proposals: string[];
}

/** Carries a parsed command out. Slack and the terminal both call this. */
export async function answer(context: Context, command: Command): Promise<Answer> {
  switch (command.name) {
    case 'help':
      return { content: { view: 'help', topic: command.topic }, to: 'asker', proposals: [] };
    case 'status':
      return {
        content: { view: 'status', status: await status(context, command) },
        to: 'reply',
        proposals: [],
      };
    case 'inventory':
      return { content: { view: 'inventory', ...(await inventory(context)) }, to: 'asker', proposals: [] };
    case 'budget':
      return { content: { view: 'budget', budget: await budget(context) }, to: 'asker', proposals: [] };
    case 'dispatch': {
      const { ids, notes } = await proposeFor(context, command);
      return { content: { view: 'proposal', proposals: ids, notes }, to: 'post', proposals: ids };
    }
    case 'report': {
      const report = await morningReport(context, { dueAt: context.clock.now(), late: false });
      return {
        content: { view: 'report', report },
        to: command.post ? 'post' : 'asker',
        proposals: proposalsOf(report),
      };
    }
  }
}
