import type { Location } from './finding.js';
import { plain, type Run } from './inline.js';

const EXTENSIONS = new Set(
  (
    'ts tsx js jsx mjs cjs mts cts vue svelte astro php phtml py pyi rb go rs java kt kts scala clj cs fs vb c h cc cpp hpp cxx ' +
    'mm swift dart lua pl pm jl ex exs erl hs elm ml nim zig sol tact move sh bash zsh fish ps1 bat cmd sql prisma ' +
    'graphql gql proto json json5 jsonc yaml yml toml ini cfg conf xml html htm css scss sass less styl md mdx rst txt adoc ' +
    'tf tfvars hcl gradle properties lock mod sum csv tpl twig ejs hbs mustache jinja j2 liquid erb haml slim pug ipynb ' +
    'service nix cmake mk plist csproj sln gemspec wasm bzl bazel template example neon dist xaml razor cshtml'
  ).split(' '),
);
const NAMES =
  /^(?:Dockerfile(?:\.[\w.-]+)?|Containerfile|Makefile|Jenkinsfile|Procfile|Gemfile|Rakefile|Vagrantfile|Caddyfile|Justfile|CODEOWNERS|LICENSE|BUILD|\.env(?:\.[\w.-]+)?|\.[a-z]+(?:ignore|rc|config|attributes|modules)|\.htaccess|\.editorconfig)$/;
/** Names of products that look like files. */
const PRODUCTS =
  /^(?:node|next|nuxt|vue|express|react|three|d3|chart|moment|socket|discord|angular|ember|alpine|nest|p5|deno|asp|ADO)\.(?:js|net)$/i;
const ROOTS =
  /^(?:\.github|src|lib|libs|app|apps|pkg|cmd|internal|packages|tests?|docs?|api|server|client|config|scripts|contracts|core|services|modules|resources|database|routes|web|frontend|backend|crates|bin|infra|deploy|charts|migrations|components|pages|examples|cli|plugins|tools)\//;

const TOKEN = /[^\s`'"“”„«»(),;<>|=→]+/g;
const PLACE =
  /^(?<path>[^:#\s]+)(?:(?::|#L?|@L?)(?<line>\d{1,7})(?:[-–:,].*|L\d.*)?|:{1,2}[\p{L}_].*|#[\w-]*)?$/u;
const LINE_AFTER =
  /^['"`*]*[\s,:@(–—-]{0,4}(?:at\s+|on\s+|auf\s+|a la\s+|en\s+)?(?:lines?|ln\.?|zeilen?|lignes?|l[ií]neas?|L)(?:\(s\))?[\s:#.]{0,3}(\d{1,7})/iu;
const BARE_AFTER = /^`?(?:\s*\((?:L|~)?(\d{1,7})(?:\s*[-–]\s*\d+)?\)|:\s?(\d{1,7})\b)/;
const LINE_BEFORE =
  /(?:lines?|zeilen?|lignes?|l[ií]neas?)\s+(\d{1,7})(?:\s*[-–]\s*\d+)?\s+(?:of|in|von|de|en|du|dans)\s+[`*]*$/i;
const BLOB =
  /^https?:\/\/[^/\s]+\/[^/\s]+\/[^/\s]+\/(?:-\/)?(?:blob|raw|blame|tree)\/[^/\s]+\/([^#?\s]+)(?:[?#].*?L(\d{1,7}))?/;
const MOST = 30;
const LONGEST = 6_000;

/** The files that a text names, each with its line where one is given, in their order and each once. */
export function locationsIn(runs: readonly Run[]): Location[] {
  const found: Location[] = [];
  for (const run of runs) {
    const blob = run.url ? BLOB.exec(run.url) : null;
    if (blob?.[1]) found.push({ path: safeDecode(blob[1]), line: blob[2] ? Number(blob[2]) : null });
  }
  const text = plain(runs).slice(0, LONGEST);
  const code = codeWords(runs);
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0].replace(/^[*[{.]+(?=[\w/])(?<!\.)/, '').replace(/[\].:!?*…]+$/, '');
    const place = PLACE.exec(token)?.groups;
    const path = place?.path?.replace(/^(?:\.\/)+/, '');
    if (!path || !isPath(path, code.has(path))) continue;
    const line = place?.line ?? lineNear(text, match.index, match[0]);
    found.push({ path, line: line ? Number(line) : null });
    if (found.length > MOST * 4) break;
  }
  return distinct(found).slice(0, MOST);
}

/** The same file twice, once without a line, is one place. */
export function distinct(locations: readonly Location[]): Location[] {
  const lines = new Map<string, Set<number>>();
  for (const { path, line } of locations) {
    const known = lines.get(path) ?? new Set();
    if (line !== null && line > 0) known.add(line);
    lines.set(path, known);
  }
  return [...lines].flatMap(([path, known]): Location[] =>
    known.size === 0 ? [{ path, line: null }] : [...known].map((line) => ({ path, line })),
  );
}

/** True when a text begins with a place, as in `src/a.ts:3 — no check`; gives what stands behind it. */
export function afterLeadingPlace(text: string): string | null {
  const match =
    /^[([`*]*(\S+?)[`*\])]*(?:,?\s*(?:lines?|L)?\s*\d[\d\s,–-]*)?[`*\])]*\s*(?:[-–—:]+|→)\s+(?=\S)/.exec(
      text.slice(0, 400),
    );
  const path = PLACE.exec((match?.[1] ?? '').replace(/[),.:]+$/, ''))?.groups?.path;
  return match && path && isPath(path, false) ? text.slice(match[0].length) : null;
}

/** The file that a text names when it names nothing else. */
export function solePlace(text: string): string | null {
  if (text.length > 200 || /\s/.test(text.trim())) return null;
  const path = PLACE.exec(text.trim())?.groups?.path;
  return path && isPath(path, false) && !path.endsWith('/') ? path : null;
}

/** The text without a place at its end: `… never expire (src/a.ts:3)`, `… — src/a.ts`. */
export function withoutTrailingPlace(text: string): string {
  const match = /\s*(?:[([]([^()[\]]{3,160})[)\]]|[-–—@]\s+(\S{3,160}))\s*\.?$/.exec(text.slice(-200));
  const place = (match?.[1] ?? match?.[2] ?? '').replace(/^(?:in|at|see|siehe|in der|voir|ver)\s+/i, '');
  const rest = text.length - (match?.[0].length ?? 0);
  return match && rest > 12 && afterLeadingPlace(`${place} — x`) !== null ? text.slice(0, rest) : text;
}

function lineNear(text: string, at: number, token: string): string | undefined {
  const after = text.slice(at + token.length, at + token.length + 60);
  const before = text.slice(Math.max(0, at - 40), at);
  const bare = BARE_AFTER.exec(after);
  return LINE_AFTER.exec(after)?.[1] ?? bare?.[1] ?? bare?.[2] ?? LINE_BEFORE.exec(before)?.[1];
}

function codeWords(runs: readonly Run[]): Set<string> {
  return new Set(runs.filter((run) => run.code).map((run) => run.text.trim().replace(/:\d.*$/, '')));
}

function isPath(path: string, isCode: boolean): boolean {
  if (path.length > 200 || path.includes('://') || !/[a-zA-Z]/.test(path)) return false;
  const base = path.split('/').at(-1) ?? '';
  if (PRODUCTS.test(path) || /^[\w-]+\.(?:com|org|net|io|dev)$/.test(path)) return false;
  if (NAMES.test(base)) return true;
  const extension =
    /^[\w.@$+~*()[\]{}-]*[\w\])*}]\.([a-z][a-z0-9]{0,9})$/.exec(base)?.[1] ??
    /^\*\.([a-z]\w*)$/.exec(base)?.[1];
  if (extension && EXTENSIONS.has(extension)) return true;
  if (base.endsWith('.env') && path.includes('/')) return true;
  const isFolder = /^[\w.@-]+(?:\/[\w.@*[\]-]+)+\/?$/.test(path) || /^[\w.@-]+\/$/.test(path);
  return isFolder && (path.endsWith('/') || (isCode && ROOTS.test(path)));
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
