import { posix } from 'node:path';

/** A file of the project: its path from the project's root, with slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

interface Layer {
  name: string;
  holds: RegExp;
  /** Names of the layers it may import, besides itself. */
  knows: string[];
  /** `node` stands for Node's own modules, `*` for every package. */
  packages: string[];
  /** Takes time and randomness as arguments, and reads neither itself. */
  clockless?: boolean;
}

const PURE_PACKAGES = [
  'leven',
  'luxon',
  'mdast',
  'mdast-util-from-markdown',
  'mdast-util-gfm',
  'micromark-extension-gfm',
];
const FOR_EDGES = ['flows', 'domain', 'ports', 'house'];

/** The arrows of the house, first match first. Only `composition` knows everything. */
const LAYERS: Layer[] = [
  { name: 'composition', holds: /^src\/(main|cli|cli-bot|bot)\.ts$/, knows: ['*'], packages: ['*', 'node'] },
  { name: 'domain', holds: /^src\/domain\//, knows: [], packages: PURE_PACKAGES, clockless: true },
  { name: 'ports', holds: /^src\/ports\.ts$/, knows: ['domain'], packages: [] },
  // What is known about each agent: data, so that the store and the flows may look things up in it.
  { name: 'agents', holds: /^src\/agents\//, knows: ['ports', 'domain'], packages: ['*'] },
  {
    name: 'flows',
    holds: /^src\/flows\//,
    knows: ['domain', 'store', 'ports', 'agents', 'db'],
    packages: ['*', 'node'],
    clockless: true,
  },
  {
    name: 'store',
    holds: /^src\/store\//,
    knows: ['db', 'domain', 'ports', 'agents'],
    packages: ['*', 'node'],
    clockless: true,
  },
  { name: 'github', holds: /^src\/github\//, knows: ['ports', 'domain', 'house'], packages: ['*', 'node'] },
  { name: 'model', holds: /^src\/model\//, knows: ['ports', 'domain'], packages: ['zod'] },
  { name: 'slack', holds: /^src\/slack\//, knows: FOR_EDGES, packages: ['*', 'node'] },
  {
    name: 'house',
    holds: /^src\/(config|team|faults|paths|log)\.ts$/,
    knows: ['agents', 'domain', 'ports'],
    packages: ['*', 'node'],
  },
  // Webhooks, HTTP, the worker: whatever else calls flows from outside.
  { name: 'edge', holds: /^src\//, knows: FOR_EDGES, packages: ['*', 'node'] },
  { name: 'db', holds: /^db\//, knows: ['domain', 'house'], packages: ['*', 'node'] },
  { name: 'jobs', holds: /^jobs\//, knows: [], packages: ['node'] },
  { name: 'sandbox', holds: /^sandbox\//, knows: ['ports'], packages: ['*', 'node'] },
];

/** Packages that stay within one adapter, so that what they speak does not spread. */
const KEPT: { packages: RegExp; to: string[] }[] = [
  { packages: /^@slack\//, to: ['slack', 'composition', 'sandbox'] },
  { packages: /^@octokit\//, to: ['github', 'composition', 'sandbox'] },
  { packages: /^(postgres|@electric-sql\/.*)$/, to: ['db'] },
];

/** Input and output without an import. */
const IO_GLOBALS = /(?<![\w.'-])(process\.|fetch\(|console\.|globalThis\b|setTimeout\(|setInterval\()/;
const CLOCK_OR_CHANCE =
  /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|DateTime\.(now|local|utc)\(\))/;

const LONGEST = 300;
/** Made-up texts of the sandbox's world: their length is no sign of too many concerns. */
const TEXTS = /^sandbox\/github\/seed\//;

/** What breaks the rules of the house, a sentence each. */
export function violations(files: SourceFile[]): string[] {
  return files.flatMap((file) => {
    const layer = LAYERS.find(({ holds }) => holds.test(file.path));
    if (!layer) return [`${file.path} belongs to no layer.`];
    return [
      ...importsOf(file).flatMap((found) => judge(file, layer, found)),
      ...ambient(file, layer),
      ...length(file),
    ];
  });
}

interface Import {
  /** Undefined when it is computed. */
  from: string | undefined;
  dynamic: boolean;
}

const STATIC =
  /^(?:import\s+(?:[^'";]*?\sfrom\s+)?|export\s+(?:type\s+)?[{*][^'";]*?\sfrom\s+)['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*(?:['"]([^'"]+)['"])?/g;

function importsOf({ text }: SourceFile): Import[] {
  const code = withoutComments(text);
  return [
    ...[...code.matchAll(STATIC)].map((match) => ({ from: match[1], dynamic: false })),
    ...[...code.matchAll(DYNAMIC)].map((match) => ({ from: match[1], dynamic: true })),
  ];
}

function judge(file: SourceFile, layer: Layer, { from, dynamic }: Import): string[] {
  if (from === undefined) {
    return layer.name === 'composition'
      ? []
      : [`${file.path} imports something computed: nobody can check it.`];
  }
  if (!from.startsWith('.')) return judgePackage(file, layer, from);
  const target = posix.join(posix.dirname(file.path), from).replace(/\.js$/, '.ts');
  const known = LAYERS.find(({ holds }) => holds.test(target))?.name;
  if (known === layer.name) return [];
  if (known === 'sandbox' && !(layer.name === 'composition' && dynamic)) {
    return [
      `${file.path} imports ${target}: only the composition may load the sandbox, by a dynamic import.`,
    ];
  }
  if (known && (layer.knows.includes(known) || layer.knows.includes('*'))) return [];
  return [
    `${file.path} imports ${target}: ${layer.name} must not know ${known ?? 'what is outside the layers'}.`,
  ];
}

function judgePackage(file: SourceFile, layer: Layer, from: string): string[] {
  if (from.startsWith('node:')) {
    return layer.packages.includes('node')
      ? []
      : [`${file.path} imports ${from}: ${layer.name} does no input or output.`];
  }
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  const keeper = KEPT.find(({ packages }) => packages.test(name));
  if (keeper && !keeper.to.includes(layer.name)) {
    return [`${file.path} imports ${name}: it stays within ${keeper.to.join(', ')}.`];
  }
  if (layer.packages.includes(name) || layer.packages.includes('*')) return [];
  return [`${file.path} imports ${name}: not a package that ${layer.name} may use.`];
}

function ambient(file: SourceFile, layer: Layer): string[] {
  if (!layer.clockless) return [];
  const code = withoutComments(file.text);
  const time = code.match(CLOCK_OR_CHANCE);
  const io = layer.name === 'domain' ? code.match(IO_GLOBALS) : null;
  return [
    ...(time ? [`${file.path} uses ${time[0]}: ${layer.name} is told the time and the chance.`] : []),
    ...(io ? [`${file.path} uses ${io[1]}: ${layer.name} does no input or output.`] : []),
  ];
}

function length({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= LONGEST || TEXTS.test(path)) return [];
  return [`${path} has ${lines} lines, more than ${LONGEST}: ask what it hides.`];
}

/** Roughly: a comment sign inside a string counts as one, too. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
