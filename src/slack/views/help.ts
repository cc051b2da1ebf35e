import { COMMANDS, type CommandName } from '../../domain/command.js';
import { context, type Drawn, drawn, header, section } from './blocks.js';
import { escaped } from './words.js';

/** Help, made from the grammar. */
export function helpView(topic: CommandName | null): Drawn {
  const specs = COMMANDS.filter(({ name }) => topic === null || name === topic);
  const lines = specs.map(({ usage, does }) => `\`/epic ${escaped(usage)}\` ${escaped(does)}`);
  const [only] = specs;
  const more =
    topic !== null && only
      ? `For example \`/epic ${escaped(only.example)}\``
      : 'A repository is `name`, `owner/name` or a part of it that fits one alone.';
  return drawn('What I can do', [
    header(topic === null ? 'What I can do' : `/epic ${topic}`),
    section(...lines),
    context(more),
  ]);
}
