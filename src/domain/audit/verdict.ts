import type { Field } from './fields.js';
import { plain } from './inline.js';
import { phrases } from './phrases.js';
import { fold } from './words.js';

/** What a text says about its subject: something is amiss, all is well, it was put right already, or neither. */
export type Verdict = 'bad' | 'good' | 'done' | 'neutral';

const GOOD = new RegExp(
  phrases`
      positive (?:finding|observation|aspect|note|sign)|good (?:security |coding 
      |design )?(?:practice|hygiene|coverage|pattern)|(?:very |generally |is 
      |are )well[- ](?:designed|implemented|structured|written|documented|tested|handled
      |organi[sz]ed|covered|protected|defined|factored|separated|done)|^well[- ]\w+
      |\bno (?:\w+ ){0,3}(?:issues?|problems?|vulnerabilit(?:y|ies)|findings?|concerns?|defects?
      |secrets?|injection\w*|regressions?|leaks?|violations?|action|changes?|fix
      |resolution)(?: (?:is|are|was|were|have been|has been|points?))? ?(?:found|identified|detected
      |discovered|observed|required|needed|necessary|made|present|here)?(?=[\s.,;:)(]|$)|(?:is
      |are) (?:already )?(?:secure|safe|correct|fine|compliant|solid|robust|sound|appropriate
      |adequate|excellent|good|clean|consistent)\b|works? (?:correctly|well|as (?:intended|expected
      |designed))|(?:correctly|properly|consistently|safely|securely|appropriately) (?:implemented
      |validate[sd]?|use[sd]?|handle[sd]?|configured|escape[sd]?|sanitis\w+|sanitiz\w+
      |parameteri[sz]ed|hashed|set|scoped|checked|enforced|protected|encrypted|stored|closed
      |released|applied)|looks? (?:good|fine|correct|ok)|nothing (?:to (?:fix|do|report)|wrong
      |found)|not (?:an? (?:issue|problem|vulnerability|concern)|vulnerable|exploitable|affected
      |a finding)|yielded no|(?:did|could) not (?:find|identify|reveal|uncover) any|none (?:found
      |identified|detected|observed|required|needed)|^none\b|^n\/a\b|^ok\b|^pass(?:ed)?\b
      |false positive|(?:is|are) (?:all )?(?:up to date|in place|parameteri[sz]ed|hashed|encrypted
      |escaped|validated|signed|enforced|enabled|pinned)\b|acceptable (?:practice|risk|as)
      |all is well|as expected\b|follows (?:best|the|good|secure)|excellent\b|strong (?:separation
      |typing|test)|solid\b|clean (?:separation|architecture|code)|keine (?:\w+ ){0,2}(?:probleme
      |schwachstellen|befunde|auffalligkeiten|mangel|fehler|massnahmen)|(?:ist|sind) (?:sicher
      |korrekt|sauber|gut|in ordnung)|aucun(?:e)? (?:\w+ ){0,2}(?:probleme|vulnerabilite|anomalie
      |faille|constat|action)|(?:est|sont) (?:correct|sur|securise|conforme|bien)|sin (?:problemas
      |hallazgos|vulnerabilidades)|no se (?:encontraron|encontro|detectaron|detecto|requiere)|(?:es
      |son|esta|estan) (?:correct|segur|bien|conforme)
    `,
);

const DONE = new RegExp(
  phrases`
      (?:already|since|now|has been|have been|was|were|been) (?:\w+ ){0,2}(?:fixed|resolved
      |addressed|remediated|patched|mitigated|corrected|closed)\b|(?:fixed|resolved|addressed|closed
      |remediated|patched) (?:in|by|with|on|since|via) (?:#|pr\b|commit|v?\d|this|the previous|\x60
      |release|version|[0-9a-f]{7})|^(?:fixed|resolved|done|closed|completed?|mitigated|remediated
      |addressed|implemented|patched|erledigt|behoben|corrige|resolu|corregid|resuelt)
      |bereits (?:behoben|erledigt|umgesetzt)|wurde (?:\w+ ){0,3}(?:behoben|korrigiert)
      |deja (?:corrige|resolu)|a ete (?:corrige|resolu)|ya (?:esta |fue |se )?(?:\w+ )?(?:corregi
      |resuel|solucion)|(?:fue|ha sido) (?:corregi|resuel|soluciona)
    `,
);

/** Where a text praises and blames, this is blame; what is merely possible or advised is not. */
const BUT = new RegExp(
  phrases`
      \bhowever\b|\bbut\b|\bexcept(?:ion)?\b|\balthough\b|\bcritical\b|vulnerable\b
      |is a (?:\w+ )?vulnerability|could (?:\w+ )?(?:lead|increase|allow|expose|be|cause|result)
      |\bmajor\b|\bmissing\b|\blacks?\b|\bstill\b|\byet\b|\baber\b|\bjedoch\b|\bfehlt\b|\bmais\b
      |\bcependant\b|\bpero\b|sin embargo|\bunhandled\b|\bhardcoded\b
    `,
);

const BAD = new RegExp(
  phrases`
      vulnerab|critical|missing|\black(?:s|ing)?\b|without|fail(?:s|ed|ure|ing)?\b|could\b|might\b
      |may\b|allow|\brisk|expos|\bleak|inject|hard-?coded|insecure|unsafe|\bweak|should\b|must\b
      |\bnot\b|cannot|n't\b|never|deprecat|unbounded|\brace|deadlock|bypass|\bbug|incorrect|wrong
      |broken|unhandled|swallow|silent|duplicat|dead code|unused|\btodo\b|outdated|stale|slow|n\+1
      |inefficien|block(?:s|ing)\b|inconsisten|however|undocumented|confus|too (?:long|large|many
      |complex|permissive|broad|big|narrow)|\bno\b|crash|panic|overflow|leaks|ignor|unlimited
      |unvalidated|untested|spoof|stack trace|plain ?text|overly|excessive|redundant|mismatch|forge
      |blocked|untyped|unrestricted|loses?\b|lost\b|violat|error\b|infinite|unreachable|tamper
      |unauth|disabled|fehl|nicht\b|kein|ohne\b|unsicher|veraltet|manque|absen|aucun|sans\b|pas\b
      |non\b|falta|sin\b|inseguro|obsolet|\bonly\b|recommend|implement|\badd\b|\bfix\b|replace
      |remove|refactor|improve
    `,
);

/** Judges free text. */
export function judgeText(text: string): Verdict {
  const folded = fold(text.slice(0, 3_000));
  if (
    DONE.test(folded) &&
    !/\bnot (?:yet )?(?:been )?(?:fixed|resolved|addressed)|only (?:partially|partly)|partially|should be|must be|needs to be|can be|could be|to be (?:fixed|resolved|addressed)/.test(
      folded,
    )
  )
    return 'done';
  if (GOOD.test(folded)) {
    if (
      /positive finding|false positive|no (?:action|changes?|fix|resolution) (?:is |was |were )?(?:required|needed|necessary|made)/.test(
        folded,
      )
    )
      return 'good';
    if (!BUT.test(folded.replace(GOOD, ' '))) return 'good';
  }
  return BAD.test(folded) ? 'bad' : 'neutral';
}

const NOTHING = new RegExp(
  phrases`
      positive finding|false positive|\bno (?:\w+ ){0,2}(?:issues?|findings?|problems?
      |vulnerabilit(?:y|ies)|action)\b|not find any|none (?:found|identified|detected|needed
      |required)|no changes? (?:required|needed|necessary)|keine (?:probleme|befunde|schwachstellen)
      |aucun(?:e)? (?:probleme|vulnerabilite|constat)|sin (?:problemas|hallazgos)|no se (?:encontr
      |detect)
    `,
);

/** A text that denies any problem outright, whatever rank it is given. */
export function deniesProblem(text: string): boolean {
  return NOTHING.test(fold(text.slice(0, 600))) && judgeText(text) === 'good';
}

const STATUS_DONE = new RegExp(
  phrases`
      fixed|resolved|done|closed|complete|remediated|mitigated|addressed|implemented|patched|accept
      |false positive|won'?t ?fix|not applicable|n\/a|pass|secure|compliant|^ok\b|^good|safe
      |no (?:issue|action)|verified|dismissed|behoben|erledigt|corrig|resolu|corregid|resuelt|^yes\b
      |^none\b|^sicher|informational only|✅|✔|☑|🆗
    `,
);
const STATUS_OPEN = new RegExp(
  phrases`
      open|not|un(?:fixed|resolved|addressed)|partial|pending|in progress|in[- ]?complete
      |non-?compliant|todo|to do|fail|vulnerable|insecure|missing|needs|❌|✗|⚠|offen|ouvert|abiert
      |pendiente|en cours|en curso|^no\b|🔴|🟠|🟡|insufficient|weak|at risk
    `,
);

/** Judges a value of a status field or column. */
export function judgeStatus(text: string): Verdict {
  const folded = fold(text.slice(0, 200)).trim();
  if (
    STATUS_OPEN.test(folded) &&
    !/^(?:not (?:applicable|an issue|vulnerable)|no longer|no issue)/.test(folded)
  )
    return 'bad';
  return STATUS_DONE.test(folded) ? 'done' : 'neutral';
}

const FIX_DONE = new RegExp(
  phrases`
      \b(?:was|were|has been|have been) (?:\w+ )?(?:created|added|fixed|updated|implemented|removed
      |replaced|refactored|changed|moved|introduced|applied|upgraded|resolved|corrected)\b
    `,
);
const FIX_NONE = new RegExp(
  phrases`
      ^(?:none|n\/a|no|nothing|not (?:needed|required|applicable)|-|—|keine?|aucune?|ninguna?)\W*$
      |\bno (?:\w+ )?(?:resolution|action|fix|change|changes|remediation|recommendation)s? (?:is|are
      |was|were)? ?(?:necessary|required|needed|made)
    `,
);

/** Judges what is said to be done about it: nothing needs to be, or it has been. */
export function judgeFix(field: Field): Verdict {
  const text = fold(field.lines.slice(0, 5).map(plain).join(' ').slice(0, 600)).trim();
  if (text === '') return 'neutral';
  if (FIX_NONE.test(text)) return 'good';
  if (/^(?:no action|none (?:needed|required)|keine massnahme|no se requiere|aucune action)/.test(text))
    return 'good';
  const isReport = /resolution|remediation applied|status/.test(fold(field.label));
  if (isReport && FIX_DONE.test(text) && !/should|must/.test(text)) return 'done';
  return /^(?:fixed|resolved|done|already (?:fixed|done|in place|implemented))\b/.test(text) ? 'done' : 'bad';
}
