/** One instruction of a Dockerfile; `flags` are its `--name=value` words. */
export interface Instruction {
  name: string;
  flags: Record<string, string>;
  rest: string;
}

export interface Stage {
  /** What it starts from: an image, or an earlier stage. */
  base: string;
  /** Its own name, or its number. */
  name: string;
  instructions: Instruction[];
}

const KNOWN = ['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'CMD'];

/** The stages of a Dockerfile. Throws on what it does not know, since a check that skips things proves little. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of logicalLines(text)) {
    const instruction = parseLine(line);
    const stage = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [base, name = String(stages.length)] = instruction.rest.split(/\s+AS\s+/i);
      stages.push({ base: base ?? '', name, instructions: [] });
    } else if (stage && KNOWN.includes(instruction.name)) stage.instructions.push(instruction);
    else throw new Error(`The Dockerfile has an instruction that this check does not know: ${line}`);
  }
  return stages;
}

function logicalLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parseLine(line: string): Instruction {
  const [name = '', ...words] = line.split(/\s+/);
  const flags: Record<string, string> = {};
  while (words[0]?.startsWith('--')) {
    const [flag = '', value = ''] = words.shift()?.slice(2).split('=') ?? [];
    flags[flag] = value;
  }
  return { name: name.toUpperCase(), flags, rest: words.join(' ') };
}

/** The words of an exec form such as `["node", "x.js"]`; throws on a shell form, which would hide signals from node. */
export function execForm(text: string): [command: string, ...args: string[]] {
  const words: unknown = JSON.parse(text);
  if (!Array.isArray(words) || words.length === 0) throw new Error(`Not an exec form: ${text}`);
  const [command, ...args] = words.map(String);
  return [command ?? '', ...args];
}

/** `NAME=value` pairs of an ENV instruction, which this project writes without quotes. */
export function environmentOf({ instructions }: Stage): Record<string, string> {
  return Object.fromEntries(
    instructions
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ rest }) => rest.split(' '))
      .map((pair) => pair.split('=', 2) as [string, string]),
  );
}
