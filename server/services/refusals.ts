import type { Abilities } from 'model/contract/report'
import { DomainError, type Issue } from 'model/errors'
import type { Graph, RowsOf } from 'model/graph/graph'
import { issuesOf } from 'model/graph/rules'
import { pairsOf } from 'model/kit/pairs'
import type { ResourceKind } from 'model/resources/index'
import { compileLoadBalancer } from 'proxy-engine/compile'
import { differences, kinds } from '../store/rows.ts'
import { graphRows } from './marks.ts'

/** Everything that is wrong with a graph: the rules between its resources first, and only if they hold what can not be compiled. */
export function problemsOf(graph: Graph, abilities: Abilities): Issue[] {
  const issues = issuesOf(graph)
  if (issues.length > 0) return issues.map(withCode)
  const compiled = compileLoadBalancer({ revision: 0, graph }, abilities)
  return 'diagnostics' in compiled ? compiled.diagnostics.map(withCode) : []
}

/** What a change breaks. What was wrong before it does not stand in its way: it may well be the repair of one thing of two. */
export function newProblems(before: Graph | null, after: Graph, abilities: Abilities): Issue[] {
  if (before !== null && differHarmlessly(before, after)) return []
  const problems = problemsOf(after, abilities)
  if (problems.length === 0 || before === null) return problems
  const known = new Set(problemsOf(before, abilities).map(keyOf))
  return problems.filter((issue) => !known.has(keyOf(issue)))
}

/** What people read alone: no rule is about it, and of a configuration it becomes a remark at most. */
const words: ReadonlySet<string> = new Set(['name', 'description', 'tags'])
/** What else can break nothing, whatever it is: no rule between resources looks at it, and all that its schema takes can be compiled. */
const harmless: Partial<Record<ResourceKind, ReadonlySet<string>>> = { member: new Set(['weight']) }

/** Whether two graphs tell the same but for what is harmless. */
function differHarmlessly(before: Graph, after: Graph): boolean {
  return kinds.every((kind) => {
    const isHarmless = (name: string) => words.has(name) || harmless[kind]?.has(name) === true
    return pairsOf<RowsOf[ResourceKind]>(graphRows(before, kind), graphRows(after, kind)).every(
      (pair) =>
        pair.before !== null &&
        pair.after !== null &&
        Object.keys(differences(pair.before, pair.after)).every(isHarmless),
    )
  })
}

/** Every issue of a rule has its code: that tells it from one of a schema. */
function withCode(issue: Issue): Issue {
  return { ...issue, code: issue.code ?? 'invalid' }
}

function keyOf(issue: Issue): string {
  return `${issue.about} ${issue.message}`
}

/** Refuses with all issues; the first one gives the code and the message. */
export function refuseIf(issues: readonly Issue[]): void {
  const [first] = issues
  if (first) throw new DomainError(first.code ?? 'invalid', first.message, issues)
}
