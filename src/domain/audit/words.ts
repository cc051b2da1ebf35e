import { phrases } from './phrases.js';

const ASCII = /^[ -~\n]*$/;

/** Lower case and without accents, so that one word matches however it is written. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return ASCII.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
}

/** What a label in front of a text promises about it. */
export type FieldName =
  | 'severity'
  | 'location'
  | 'line'
  | 'fix'
  | 'problem'
  | 'impact'
  | 'status'
  | 'category'
  | 'title'
  | 'id'
  | 'effort'
  | 'evidence'
  | 'score'
  | 'count'
  | 'other';

const FIELDS: [FieldName, string][] = [
  [
    'severity',
    phrases`
      severity(?: level| rating)?|priority|risk (?:level|rating)|criticality|level|sev|prio
      |schweregrad|prioritat|gravite|severite|priorite|criticite|severidad|gravedad|prioridad
      |criticidad|stufe|niveau|nivel
    `,
  ],
  ['score', 'cvss(?: (?:v?[234](?:\\.[01])?|score|base score|vector))*|score'],
  [
    'location',
    phrases`
      locations?|files?|paths?|where|source|files? affected|affected|affects|affected (?:files?
      |locations?|code|components?|paths?|modules?)|file\(s\)|location\(s\)|file ?(?:/|&|and
      |:) ?lines?|file path|module|component|code location|fundstellen?|datei(?:en)?|ort|stelle
      |betroffene datei(?:en)?|fichiers?(?: concernes?)?|emplacements?|lieu
      |archivos?(?: afectados?)?|ubicacion(?:es)?|ficheros?|references?|refs?|fichier\(s\)
    `,
  ],
  ['line', 'lines?|line numbers?|line\\(s\\)|zeilen?|lignes?|lineas?|loc'],
  [
    'fix',
    phrases`
      fix(?:es)?|recommend(?:ed)?(?: fix| action| change| solution)?|recommendations?|remediations?
      |remedy|solutions?|suggest(?:ed|ion)s?(?: fix| change| action| remediation)?|mitigations?
      |action(?: items?| required| needed)?|proposed (?:fix|change|solution)|resolutions?|how to fix
      |proposal|todo|what to do|required (?:fix|change|action)|empfehlung(?:en)?|losung(?:en)?
      |massnahmen?|behebung|abhilfe|recommandations?|correctifs?|corrections?|solution proposee
      |recomendacion(?:es)?|solucion(?:es)?|correccion(?:es)?|accion|remediacion
    `,
  ],
  [
    'problem',
    phrases`
      findings?|issues?|problems?|descriptions?|details?|observations?|summary|what|analysis
      |vulnerabilit(?:y|ies)|bugs?|defects?|concerns?|gaps?|weakness(?:es)?|claim|current(?: state
      | behaviou?r| code)?|explanation|root cause|cause|why(?: it matters)?|befund|beschreibung
      |problemes?|constats?|hallazgos?|descripcion|problemas?|feststellung|details
    `,
  ],
  [
    'impact',
    phrases`
      impacts?|risks?|consequences?|effects?|business impact|security impact|attack(?: vector
      | scenario)?|exploit(?:ability| scenario)?|threat|rationale|auswirkung(?:en)?|risiko|folgen?
      |risques?|consequence|impacto|riesgos?|likelihood
    `,
  ],
  ['status', 'status|state|result|verdict|current status|resolved|fixed\\??|zustand|statut|etat|estado'],
  [
    'category',
    phrases`
      categor(?:y|ies)|types?|areas?|domain|class|kind|cwe(?: id)?|owasp(?: category)?|dimension
      |tags?|kategorie|typ|bereich|categorie|categoria|tipo|topic|labels?|rule
    `,
  ],
  ['title', 'title|name|titel|titre|titulo|nombre|headline'],
  ['id', 'id|#|no\\.?|nr\\.?|num(?:ber)?|ref|finding id|issue ?#|n°|index|origin'],
  [
    'effort',
    'effort|complexity|estimate[ds]?(?: effort| time)?|time|size|est\\.?|aufwand|effort estime|esfuerzo|komplexitat|fix effort',
  ],
  [
    'evidence',
    phrases`
      evidence|proof(?: of concept)?|poc|code(?: snippet)?|example|steps to reproduce|reproduction
      |reproduce|verification|test|beweis|nachweis|preuve|evidencia|snippet|exemple|ejemplo|beispiel
      |confidence|owner|notes?|comments?|references? ?& ?links|acceptance criteria|remarks?
      |assessment|overall.*
    `,
  ],
  ['count', 'count|total|anzahl|nombre|cantidad|number of (?:findings|issues)|open|fixed|found'],
];

const MATCHERS = FIELDS.map(([name, words]) => ({ name, pattern: new RegExp(`^(?:${words})$`) }));

/** The field that a label names, or null: `Severity`, `Suggested fix`, `Fundstelle`. */
export function fieldName(label: string): FieldName | null {
  if (label.length > 60) return null;
  const folded = bareWords(label);
  return MATCHERS.find(({ pattern }) => pattern.test(folded))?.name ?? null;
}

/** What a part of a report is for, by its heading. */
export type Role = 'findings' | 'good' | 'echo' | 'admin' | 'plain';

const GOOD = new RegExp(
  phrases`
      ^(?:positives?\b.*|(?:security )?strengths?\b.*|.*\b(?:positive (?:findings?|observations?
      |aspects?|notes?|security.*|points?)|strong points|good (?:practices?|findings?|points|things
      |news)|best practices (?:followed|observed)|strengths|what(?:'s| is|s)? (?:is )?(?:good
      |working(?: well)?|done well|right)|what (?:went|works) well|well[- ](?:implemented|done
      |designed)|no (?:issues?|findings|problems|action)(?: found| needed| required| identified)?
      |false positives?|non[- ](?:issues?|findings?)|(?:already|previously|recently) (?:fixed
      |addressed|resolved|done|remediated|mitigated).*|(?:fixed|resolved|closed|completed|remediated
      |mitigated|dismissed|accepted)(?: (?:findings?|issues?|items?|risks?|vulnerabilities|since.*
      |in .*|during .*|before .*))?|confirmed secure|verified (?:secure|safe|ok|correct|non-issues?
      |as .*)|not (?:an? (?:issue|finding|problem)s?|vulnerable|affected|applicable|exploitable)
      |passed(?: checks)?|checks? passed|ruled out|passing|compliant(?: areas?| items?)?
      |things done (?:right|well)|commendations|done well|looks good|working (?:correctly|well
      |as intended)|secure (?:areas?|patterns?|implementations?|practices))|(?:unsere 
      |die )?starken\b.*|positive[sr]?\b.*|was (?:gut|funktioniert|bereits).*
      |(?:bereits )?(?:behoben|erledigt)\b.*|behobene .*|keine (?:probleme|befunde|mangel).*
      |points? (?:forts?|positifs?).*|(?:deja )?(?:corriges?|resolus?)\b.*|ce qui (?:va|fonctionne
      |est) bien.*|bonnes pratiques.*|puntos? (?:fuertes?|positivos?).*|fortalezas\b.*
      |aspectos positivos.*|(?:ya )?(?:corregid|resuelt)[ao]s?\b.*|buenas practicas.*|lo que (?:esta
      |funciona) bien.*)$
    `,
);

const ADMIN = new RegExp(
  phrases`
      ^(?:(?:[\w'&/-]+ ){0,3}(?:scope|methodolog(?:y|ies)|method|approach|references?|appendi(?:x
      |ces)(?: .*)?|glossary|introduction|background|context|legend|disclaimer|environment
      |statistics|metrics|score ?cards?|scores?|limitations|assumptions|acknowledge?ments?
      |(?:revision|document|version|change) ?(?:history|log|control)|metadata|table of contents
      |contents|tools?(?: used| and .*)?|severity (?:definitions?|ratings?|scales?|levels?|legend
      |guide|criteria)|risk (?:matrix|rating|scale)|files? (?:reviewed|scanned|audited|analy[sz]ed
      |examined|checked|changed|inspected)|what (?:was|i|we) (?:reviewed|audited|checked|looked at
      |did)|audit (?:info|details|information|metadata|scope|date|trail)|commands?(?: run
      | executed)?|automated checks?(?: results?)?|test (?:run|results?)|verification(?: steps
      | performed)?|sources?|links|resources|further reading|related(?: issues| work| documents?)?
      |reviewed (?:files?|components?|areas?)|audit log|changelog|about(?: this .*)?|how to (?:read
      |use).*|evidence log|questions?|dependency (?:tree|list)|inventory|threat model
      |architecture overview|system overview|project (?:structure|overview)|tech(?:nology)? stack)
      |(?:pruf)?umfang|geltungsbereich|methodik|vorgehen(?:sweise)?|quellen|anhang.*|einleitung
      |hintergrund|perimetre.*|methodologie.*|portee|annexes?.*|alcance|metodologia.*|referencias
      |anexos?.*|introduccion)$
    `,
);

const ECHO = new RegExp(
  phrases`
      ^(?:(?:[\w'&/-]+ ){0,3}(?:summar(?:y|ies)(?: (?:table|of .*|and .*))?|overview
      |recommend(?:ations?|ed)\b.*|road ?map.*|next steps?.*|action (?:plan|items?|list).*|actions
      |priorit(?:y|ies|i[sz]ed|i[sz]ation)(?: (?:list|order|matrix|actions?|recommendations?|fixes
      |items?|plan|table))?|remediation (?:plan|stages?|order|timeline|priorit.*|steps?|strategy
      |schedule|summary|phases?|checklist)|quick wins?|top \d+.*|immediate(?:ly)?(?: actions?.*
      | \(.*)?|(?:short|medium|mid|long)[- ]term.*|conclusions?|verdicts?|check ?lists?|(?:fix|work
      |implementation|combined fix|migration|test) plan.*|follow[- ]?ups?|key (?:findings|takeaways
      |issues|risks)|at a glance|tl;?dr|highlights|acceptance criteria|closing|assessment
      |why (?:merged|this).*|suggested (?:order|plan|fixes|actions|improvements|next).*
      |proposed (?:order|plan|fixes|sequence).*|cross[- ]cutting.*|reproductions?|(?:architectur\w+ 
      |final |general )?notes?|remarks|to-?dos?|(?:effort )?estimat(?:e|es|ion)|index|matrix|rating
      |sprint \d.*|week \d.*|phase \d.*|stage \d.*|milestones?.*|timeline|root causes?(?: analysis)?
      |themes?|patterns?(?: observed)?|sign-?off|tests?)|remediation|zusammenfassung|uberblick
      |ubersicht|empfehlungen|(?:empfohlene )?massnahmen(?:plan)?|nachste schritte|fazit
      |resume(?: executif)?|synthese|recommandations|prochaines etapes|feuille de route
      |plan d'action.*|resumen(?: ejecutivo)?|recomendaciones|proximos pasos|hoja de ruta
      |plan de accion.*|conclusion(?:es)?|vue d'ensemble|prioridades)$
    `,
);

const FINDINGS = new RegExp(
  phrases`
      ^(?:(?:[\w'&/.:-]+ ){0,4}(?:findings?|issues|vulnerabilities|problems|gaps|concerns|weaknesses
      |bugs|defects|risks|violations|mismatches|observations|smells|deficiencies|shortcomings|flaws
      |errors|warnings|areas? (?:for|of) improvement|bottlenecks|hot ?spots
      |(?:needed |possible |potential )?improvements|opportunities
      |technical debt|negatives|what (?:needs|could|should) .*|needs? (?:work|attention|fixing)
      |results|details)(?: (?:found|identified|detected|list|index|table|details|discovered|rollup
      |report(?:ed)?|open|log|by .*|in detail|and recommendations|& recommendations|requiring .*
      |to (?:fix|address)))?
      |(?:missing|outdated|incomplete|incorrect|broken)(?: (?:docs|documentation|parts|items|pages))?
      |(?:offene |die )?befunde|feststellungen|schwachstellen|probleme|mangel
      |ergebnisse|constats?(?: detailles)?|(?:les )?vulnerabilites|problemes?(?: identifies)?
      |failles|anomalies|resultats|hallazgos(?: detallados)?|vulnerabilidades
      |problemas(?: encontrados)?|debilidades|resultados|detailed .*)$
    `,
);

/** The role that a heading gives its part. A long heading tells of one matter, and has none. */
export function roleOf(heading: string): Role {
  const bare = bareWords(heading);
  if (bare.length > 70 || bare === '') return 'plain';
  if (GOOD.test(bare)) return 'good';
  const few = bare.split(' ').length <= 6;
  if (few && FINDINGS.test(bare) && !/^(?:key|summary of|top \d)/.test(bare)) return 'findings';
  if (few && ECHO.test(bare)) return 'echo';
  return few && ADMIN.test(bare) ? 'admin' : 'plain';
}

/** The words of a heading or label without its number, signs, counts and colon. */
export function bareWords(text: string): string {
  return fold(text.slice(0, 200))
    .replace(/(?:\p{Extended_Pictographic}|\u{fe0f}|\u{200d})/gu, ' ')
    .replace(/[’`]/g, "'")
    .replace(
      /^[\s*_#]*(?:(?:section|part|appendix|teil|partie|parte)\s+)?(?:[\divx]{1,4}(?:\.\d{1,3})*[.):]|[a-h][.)]|\d{1,3}(?=\s))\s*/,
      '',
    )
    .replace(
      /\((?:\d+|n)(?: (?:findings?|issues?|items?|total))?\)|\[\d+\]|[-–—:]\s*\d+(?: (?:findings?|issues?|items?|total))?\s*$/g,
      ' ',
    )
    .replace(/^[\s:*_–—-]+|[\s:*_.–—-]+$/g, '')
    .replace(/\s+/g, ' ');
}
