import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { environmentOf, type Instruction, type Stage } from './dockerfile.js';

interface BuiltStage {
  /** Stands for `/` of the stage. */
  root: string;
  workdir: string;
  environment: Record<string, string>;
}

export interface BuiltImage extends BuiltStage {
  /** Steps that only a Docker engine could carry out. */
  skipped: string[];
}

/**
 * Carries out the COPY and RUN steps of `stages`, each stage in a clean folder of its own under `scratch`, as far as
 * that goes without a Docker engine: with this machine's node, and RUN for npm and node alone.
 */
export async function buildImage(
  stages: Stage[],
  { context, scratch }: { context: string; scratch: string },
): Promise<BuiltImage> {
  const built = new Map<string, BuiltStage>();
  const allowed = await allowedFiles(context);
  const skipped: string[] = [];
  for (const stage of stages) {
    const root = join(scratch, stage.name);
    const current: BuiltStage = { root, workdir: root, environment: environmentOf(stage) };
    await mkdir(root);
    for (const instruction of stage.instructions) {
      if (instruction.name === 'WORKDIR') await enter(current, instruction.rest);
      if (instruction.name === 'COPY') await copy(instruction, current, { context, allowed, built });
      if (instruction.name === 'RUN') await run(instruction.rest, current, skipped);
    }
    built.set(stage.name, current);
  }
  const last = [...built.values()].at(-1);
  if (!last) throw new Error('The Dockerfile has no stage.');
  return { ...last, skipped };
}

async function enter(stage: BuiltStage, folder: string): Promise<void> {
  stage.workdir = join(folder.startsWith('/') ? stage.root : stage.workdir, folder);
  await mkdir(stage.workdir, { recursive: true });
}

interface Sources {
  context: string;
  allowed: string[];
  built: Map<string, BuiltStage>;
}

async function copy({ flags, rest }: Instruction, stage: BuiltStage, sources: Sources): Promise<void> {
  const words = rest.split(' ');
  const target = words.pop() ?? '';
  const into = join(target.startsWith('/') ? stage.root : stage.workdir, target);
  for (const source of words) {
    const from = flags.from ? fromStage(flags.from, source, sources) : fromContext(source, sources);
    // As Docker does: a folder's content goes into the target, a file goes under it when it ends with a slash.
    const isFile = (await stat(from)).isFile();
    const to = isFile && target.endsWith('/') ? join(into, source.split('/').at(-1) ?? '') : into;
    await mkdir(dirname(to), { recursive: true });
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

function fromStage(name: string, source: string, { built }: Sources): string {
  const stage = built.get(name);
  if (!stage) throw new Error(`COPY --from=${name}: there is no earlier stage of that name.`);
  return join(stage.root, source);
}

function fromContext(source: string, { context, allowed }: Sources): string {
  if (allowed.includes(source.split('/')[0] ?? '')) return join(context, source);
  throw new Error(`COPY ${source}: .dockerignore keeps it out.`);
}

/** The names that .dockerignore lets in; it has to be a list of those, since no other form is understood here. */
async function allowedFiles(context: string): Promise<string[]> {
  const lines = (await readFile(join(context, '.dockerignore'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = lines.slice(1).map((line) => line.slice(1));
  if (lines[0] === '*' && lines.slice(1).every((line) => /^![\w.-]+$/.test(line))) return names;
  throw new Error('.dockerignore must shut everything out (*) and then name what may come in (!name).');
}

async function run(command: string, stage: BuiltStage, skipped: string[]): Promise<void> {
  if (!/^(npm|node) /.test(command)) {
    skipped.push(command);
    return;
  }
  const env = { ...machineEnvironment(), ...stage.environment };
  await promisify(execFile)('sh', ['-ec', command], { cwd: stage.workdir, env, maxBuffer: 2 ** 26 }).catch(
    (error) => {
      throw new Error(`RUN ${command} failed:\n${error.stdout}\n${error.stderr}`);
    },
  );
}

/** How this machine reaches the registry. */
const FROM_MACHINE =
  /^(HOME|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|npm_config_(cache|registry|userconfig))$/i;

/**
 * What a step may know of this machine. Nothing else: when npm runs the tests it sets `npm_config_local_prefix`, and
 * with that `npm ci` would install into the project itself; and a tool that the image lacks must not be found here.
 */
export function machineEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => FROM_MACHINE.test(name)) as [string, string][];
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}
