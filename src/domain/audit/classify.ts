import { BY_SCORE, type Draft } from './draft.js';
import type { Complexity, FindingType, Judged, Location, Scope, Severity } from './finding.js';
import { phrases } from './phrases.js';
import { fold } from './words.js';

/** What a kind of finding is filed as; the first that a text speaks of rules. */
interface Category {
  name: string;
  pattern: RegExp;
  type: FindingType;
  /** Further types, as labels. */
  also?: FindingType[];
  severity?: Severity;
  complexity?: Complexity;
}

const CATEGORIES: Category[] = [
  {
    name: 'race conditions',
    pattern:
      /race condition|data race|(?<!\.)\brace\b|deadlock|toctou|concurren|thread[- ]?safe|wettlauf|nebenlaufig|condition de course|condicion de carrera/,
    type: 'security',
    also: ['performance'],
    complexity: 'large',
  },
  {
    name: 'test coverage',
    pattern: new RegExp(
      phrases`
          test coverage|untested|(?:unit|integration|e2e|end-to-end|regression|property) tests?\b
          |no tests?\b|missing (?:\w+ )?tests?\b|lack of (?:\w+ )*tests?\b|without (?:any )?tests?\b
          |testing gap|flaky|\bcoverage\b|test suite|tests? (?:missing|cover|for)|testabdeckung
          |keine tests|fehlende tests|couverture de tests?|tests manquants|pruebas|sin tests
        `,
    ),
    type: 'testing',
    severity: 'medium',
  },
  {
    name: 'documentation',
    pattern: new RegExp(
      phrases`
          documentation|\bdocs?\b|readme|docstring|jsdoc|phpdoc|godoc|undocumented|changelog
          |comments? (?:is|are) (?:outdated|stale|wrong)|dokumentation|documentacion
        `,
    ),
    type: 'docs',
    complexity: 'small',
  },
  {
    name: 'OWASP',
    pattern: new RegExp(
      phrases`
          owasp|injection|\bxss\b|csrf|ssrf|\bxxe\b|\bidor\b|cwe-|cross-site|path traversal
          |directory traversal|\brce\b|remote code|open redirect|deseriali|prototype pollution
          |clickjack|inyeccion
        `,
    ),
    type: 'security',
    also: ['quality'],
  },
  {
    name: 'input validation',
    pattern:
      /input validation|unvalidated|(?<!in)validat|sanitiz|sanitis|eingabeprufung|eingabevalidierung|validation des entrees|validacion/,
    type: 'security',
    also: ['quality'],
  },
  {
    name: 'security',
    pattern: new RegExp(
      phrases`
          security|vulnerab|signature|hmac|secrets?\b|credential|password|passwort
          |hard-?coded (?:key|token|api|secret|pass)|api key|\btokens?\b|\bauth|\bjwt\b|session
          |encrypt|crypto|\btls\b|\bssl\b|https(?!:)|cors\b|rate limit|brute force|permission|privilege
          |\bcsp\b|hsts|security header|leak(?:s|ed|ing)? (?:\w+ )?(?:data|secret|stack|internal)
          |expos|attack|spoof|bypass|insecure|sicherheit|securite|mot de passe|contrasena|seguridad
          |tenant isolation|cross-tenant|timing|tamper|forge|world-readable|\broot\b|docker socket
          |unsigned|\bcve-
        `,
    ),
    type: 'security',
  },
  {
    name: 'performance',
    pattern: new RegExp(
      phrases`
          performance|\bslow|n\+1|latency|(?:memory|resource|goroutine|timer|connection|listener
          |handle|interval) leak|\bleaks? (?:memory|a timer|timers|connections|handles|goroutines)
          |cach(?:e|ing)\b|inefficien|index(?:es)? missing|missing (?:\w+ )*index|pagination
          |unbounded|bundle size|throughput|\bo\(n|quadratic|blocking (?:call|i\/o|the event)
          |event loop|leistung|langsam|lenteur|rendimiento|full table scan
          |\boptimi[sz](?:e[ds]?|ing|ation)\b
        `,
    ),
    type: 'performance',
  },
  {
    name: 'error handling',
    pattern: new RegExp(
      phrases`
          error handling|exception handling|unhandled|swallow|uncaught|catch block|empty catch
          |silent(?:ly)? (?:fail|ignor|drop)|errors? (?:is|are) (?:ignored|discarded|lost)
          |ignored errors?|fehlerbehandlung|gestion (?:des erreurs|de errores)
        `,
    ),
    type: 'quality',
    severity: 'medium',
  },
  {
    name: 'code complexity',
    pattern: new RegExp(
      phrases`
          complexity|cyclomatic|god (?:class|object|function)|too (?:long|large|many (?:lines
          |responsibilities))|monolith|spaghetti|refactor|deeply nested|lines long|komplexitat
          |complexite|complejidad
        `,
    ),
    type: 'quality',
    complexity: 'large',
  },
  {
    name: 'code quality',
    pattern: new RegExp(
      phrases`
          quality|duplicat|dead code|unused|lint|naming|inconsisten|magic (?:number|string)
          |type safety|\b(?:as|explicit|type|uses?) any\b|deprecated|maintainab|todo|codequalitat|qualite|calidad
        `,
    ),
    type: 'quality',
  },
];

const DOCUMENT = /\.(?:md|mdx|rst|adoc)$|^docs?\//i;

/** What a finding is about, by its category where one is stated, its headings, its words. */
export interface Classified {
  category: Category | null;
  type: Judged<FindingType>;
  severity: Judged<Severity>;
  complexity: Judged<Complexity>;
  scope: Judged<Scope>;
}

/** `report` is the title of the issue that holds the report. */
export function classify(draft: Draft, report: string): Classified {
  const found = categoryOf(draft, report);
  const category = found?.category ?? null;
  const why = found ? found.why : 'default';
  return {
    category,
    type: { value: category?.type ?? 'quality', why },
    severity: severityOf(draft, found),
    complexity: complexityOf(draft, found),
    scope: scopeOf(draft),
  };
}

/** Every type that the category of a finding is filed under, the main one first. */
export function typesOf(category: string | null, main: FindingType): FindingType[] {
  const also = CATEGORIES.find(({ name }) => name === category)?.also ?? [];
  return [main, ...also.filter((type) => type !== main)];
}

interface Found {
  category: Category;
  why: string;
}

function categoryOf(draft: Draft, name: string): Found | null {
  const { category, candidate, severity, locations } = draft;
  const stated = category ? match(category) : null;
  if (stated) return { category: stated.category, why: `from the category “${category}”` };
  const byTitle = byKeyword(withoutPlaces(draft.title, locations));
  // A general word in the title is worth less than the kind of matter that the heading above names.
  if (byTitle && byTitle.category.name !== 'code quality') return byTitle;
  if (locations.length > 0 && locations.every(({ path }) => DOCUMENT.test(path)))
    return named('documentation', 'only documents are named');
  if (severity?.where === BY_SCORE) return named('security', 'from its CVSS score');
  for (const heading of candidate.chain.slice(1).reverse()) {
    const above = match(heading);
    if (above) return { category: above.category, why: `from the heading “${heading.slice(0, 60)}”` };
  }
  const text = draft.text.slice(0, 1_500);
  const byText = byTitle ?? byKeyword(withoutPlaces(text, locations));
  if (byText) return byText;
  const report = match(candidate.chain[0] ?? '') ?? match(name);
  // What a file is called says least: a style checker may well complain of `Security.php`.
  return report ? { category: report.category, why: `from the report's title` } : byKeyword(text);
}

function byKeyword(text: string): Found | null {
  const found = match(text);
  return found && { category: found.category, why: `from the keyword “${found.word}”` };
}

function named(name: string, why: string): Found | null {
  const category = CATEGORIES.find((one) => one.name === name);
  return category ? { category, why } : null;
}

function withoutPlaces(text: string, locations: readonly Location[]): string {
  return locations.reduce((left, { path }) => left.replaceAll(path, ' '), text);
}

function match(text: string): { category: Category; word: string } | null {
  const folded = fold(text);
  for (const category of CATEGORIES) {
    const word = category.pattern.exec(folded)?.[0];
    if (word) return { category, word };
  }
  return null;
}

function severityOf({ severity }: Draft, found: Found | null): Judged<Severity> {
  if (severity) return { value: severity.value, why: `${severity.where}: “${severity.from}”` };
  const usual = found?.category.severity;
  return usual
    ? { value: usual, why: `usual for ${found.category.name}` }
    : { value: 'medium', why: 'default' };
}

const LARGE =
  /\blarge\b|\bhigh\b|\bxl\b|\bl\b|week|month|gross|hoch|eleve|grande|alto|refactor|redesign|rewrite|architectur/;
const SMALL =
  /\bsmall\b|\blow\b|\bxs\b|\bs\b|trivial|minute|\bmin\b|hour|\b[1-4] ?h\b|easy|quick|klein|gering|petit|faible|pequen|bajo|one[- ]line/;

function complexityOf({ effort, locations, fix }: Draft, found: Found | null): Judged<Complexity> {
  if (effort) {
    const folded = fold(effort);
    if (LARGE.test(folded)) return { value: 'large', why: `stated in the text: “${effort}”` };
    if (SMALL.test(folded)) return { value: 'small', why: `stated in the text: “${effort}”` };
    if (/medium|moderate|day|mittel|moyen|medi[ao]|\bm\b/.test(folded))
      return { value: 'medium', why: `stated in the text: “${effort}”` };
  }
  const usual = found?.category.complexity;
  if (usual) return { value: usual, why: `usual for ${found.category.name}` };
  if (fix && /\b(?:redesign|rewrite|re-?architect|refactor (?:the )?(?:whole|entire))/i.test(fix))
    return { value: 'large', why: 'from what the fix asks' };
  const files = new Set(locations.map(({ path }) => path)).size;
  if (files > 5) return { value: 'large', why: `${files} files` };
  return files === 1 && locations.length === 1
    ? { value: 'small', why: 'one place in one file' }
    : { value: 'medium', why: 'default' };
}

const EVERYWHERE = new RegExp(
  phrases`
      framework|across (?:the|all)|all (?:packages|modules|services|endpoints|handlers|controllers)
      |every (?:package|module|service|endpoint|handler|controller)|throughout|codebase[- ]wide
      |entire (?:codebase|application|project)|project[- ]wide|global(?:ly)?\b|systemic|uberall
      |im gesamten|partout|en todo
    `,
);

function scopeOf({ locations, title, text }: Draft): Judged<Scope> {
  const paths = [...new Set(locations.map(({ path }) => path))];
  const wide =
    EVERYWHERE.exec(fold(title))?.[0] ??
    (paths.length > 1 ? EVERYWHERE.exec(fold(text.slice(0, 1_000)))?.[0] : undefined);
  if (wide) return { value: 'framework', why: `from the keyword “${wide}”` };
  if (paths.length === 0) return { value: 'package', why: 'default: no file is named' };
  const isOne = paths.length === 1 && !/[*/]$/.test(paths[0] ?? '');
  if (isOne) return { value: 'single-file', why: 'one file is named' };
  const packages = new Set(paths.map(folderOf));
  return packages.size > 3
    ? { value: 'framework', why: `files in ${packages.size} folders` }
    : { value: 'package', why: `${paths.length} files are named` };
}

/** The package of a file, for people: the folder that its path says most with. */
export function folderOf(path: string): string {
  const folders = path.replace(/\/$/, '').split('/').slice(0, -1);
  const inner = folders.filter(
    (name) => !/^(?:src|lib|app|internal|pkg|packages|cmd|tests?|\.+|\*+)$/i.test(name),
  );
  return inner[0] ?? '';
}
