import type { HttpRequest } from '../request.ts'
import { type RuleCore, ruleHolds } from '../rule.ts'
import type { SkipReason } from '../served.ts'
import { requestOf } from './example.ts'
import type { Work } from './find-text.ts'
import { type Condition, conditionOf, isSameLiteral, type Literal, negationOf, type Predicates } from './literals.ts'
import { everything, holdsAtHand, isKnown, narrowed, narrowedByAll, type Region, type Search } from './region.ts'
import type { Subject } from './subjects.ts'

/** A policy that no request ever gets to, and why. */
export type Shadow = {
  readonly policy_id: string
  /**
   * Its rules can not all hold; it has the rules of an earlier policy; an earlier policy takes all that it would; or several of them
   * do together.
   */
  readonly kind: 'contradiction' | 'duplicate' | 'one' | 'several'
  /** The earlier policies, in their order. None for a contradiction. */
  readonly by: readonly string[]
  /** The rules that rule each other out; none but for a contradiction. */
  readonly rule_ids: readonly string[]
  /** A request that its rules take, and the earlier policy that gets it; null where there is none that can be written down. */
  readonly example: Example | null
}
export type Example = { readonly request: HttpRequest; readonly taken_by: string }

/** A policy as it is tried: what is needed of it, in the order of positions. */
export type Served = {
  readonly policy: { readonly id: string }
  readonly rules: readonly IdentifiedRule[]
  readonly skipped: SkipReason | null
  /** Nothing is said about a policy that looks at the certificate of the client, and none is held against it. */
  readonly asksCertificate?: boolean
}
type IdentifiedRule = RuleCore & { readonly id: string }

/** A policy that is tried, as the search sees it. */
export type Tried = {
  readonly id: string
  readonly at: number
  /** What cheaply tells requests apart comes first. */
  readonly literals: readonly Literal[]
  /** It asks for what no request has. */
  readonly isNever: boolean
  readonly rules: readonly IdentifiedRule[]
  /** Equal for policies that ask the same. */
  readonly signature: string
}

/**
 * How much is looked at, where 1 is one text compared with one rule, or one byte read by one automaton. First each policy on its own is
 * held against each earlier one; what several take together is looked for with what is left, in equal shares. What a share does not
 * suffice for is taken for alive. A thousand policies take tenths of a second; of regular expressions that meet in most of what they hold for,
 * some seconds.
 */
const mostWork = { atFirst: 12_000, forEach: 600, forOne: 40_000 } as const

export type Scope = {
  /** The policies that are asked about; all when it is left out. */
  readonly only?: ReadonlySet<string>
}

/**
 * The policies that can never match, in order. Sound: of a policy that is named here no request ever gets to its action. A dead policy may
 * be missed where that is too much work to find out.
 */
export function shadowsOf(served: readonly Served[], scope: Scope = {}): Shadow[] {
  const turns = shadowsInTurns(served, scope)
  let turn = turns.next()
  while (!turn.done) turn = turns.next()
  return turn.value
}

/** The same in small turns, for those who have other things to do meanwhile. */
export function* shadowsInTurns(served: readonly Served[], { only }: Scope = {}): Generator<void, Shadow[]> {
  const found = new Map<number, Shadow>()
  const undecided: Question[] = []
  const total: Work = { left: mostWork.atFirst }
  for (const question of questionsOf(triedPolicies(served))) {
    if (only !== undefined && !only.has(question.policy.id)) continue
    total.left += 2 * mostWork.forEach
    // Half of it is for what several take together.
    const answer = withShare(total, total.left / 2, (search) => shadowByOne(question, search))
    if (answer === 'undecided') undecided.push(question)
    else if (answer !== null) found.set(question.policy.at, answer)
    yield
  }
  for (const [at, question] of undecided.entries()) {
    const share = total.left / (undecided.length - at)
    const answer = withShare(total, share, (search) => shadowBySeveral(question, search))
    if (answer !== null) found.set(question.policy.at, answer)
    yield
  }
  return [...found].sort(([one], [other]) => one - other).map(([, shadow]) => shadow)
}

type Question = { readonly policy: Tried; readonly twin: Tried | null; readonly earlier: readonly Tried[] }

function questionsOf(tried: readonly Tried[]): Question[] {
  const first = new Map<string, Tried>()
  return tried.map((policy) => {
    const twin = first.get(policy.signature) ?? null
    if (twin === null) first.set(policy.signature, policy)
    return {
      policy,
      twin,
      get earlier() {
        return tried.slice(0, policy.at)
      },
    }
  })
}

function withShare<T>(total: Work, share: number, run: (search: Search) => T): T {
  const budget = Math.max(Math.min(mostWork.forOne, share), 0)
  const work: Work = { left: budget }
  const answer = run({ work, isOdd: false })
  total.left -= budget - work.left
  return answer
}

/** The policies that are tried, with what they ask. */
export function triedPolicies(served: readonly Served[]): Tried[] {
  const predicates: Predicates = new Map()
  return served
    .filter((one) => one.skipped === null && !one.asksCertificate)
    .map(({ policy, rules }, at) => {
      const conditions = rules.map((one) => conditionOf(one, predicates))
      const literals = distinct(conditions.filter(isLiteral))
      const isNever = conditions.includes('never')
      const signature = `${isNever} ${literals.map(({ predicate, isNegated }) => (isNegated ? -1 - predicate.id : predicate.id)).join()}`
      return { id: policy.id, at, literals, isNever, rules, signature }
    })
}

function isLiteral(condition: Condition): condition is Literal {
  return typeof condition === 'object'
}

/** In an order of their own, so that policies with the same rules look the same. */
function distinct(literals: readonly Literal[]): Literal[] {
  const cost = ({ predicate, isNegated }: Literal) => (predicate.gives === 'whole' ? 0 : 2) + Number(isNegated)
  return literals
    .filter((one, at) => literals.findIndex((other) => isSameLiteral(one, other)) === at)
    .sort((one, other) => cost(one) - cost(other) || one.predicate.id - other.predicate.id)
}

/** What its own rules and each earlier policy alone make of it; null when it is alive. */
function shadowByOne({ policy, twin, earlier }: Question, search: Search): Shadow | null | 'undecided' {
  const region = regionOf(policy, search)
  if (region === null) return contradiction(policy, search)
  if (region === undefined) return null
  const proof = { policy, region, earlier, search }
  if (twin !== null) return { ...verdict(policy, 'duplicate', [twin]), example: exampleOf(proof, [twin]) }
  if (isFree(region, earlier) || isFreeElsewhere(policy, earlier, search)) return null
  const alone = takersOf(region, earlier).find(
    (one) => !isMissedBy(one, policy, search) && coversAll(region, one, search),
  )
  if (alone === undefined) return 'undecided'
  const example = exampleOf(proof, [alone])
  // Those before the one that could take it all may leave it nothing.
  return example?.taken_by === alone.id ? { ...verdict(policy, 'one', [alone]), example } : 'undecided'
}

/** What the earlier policies make of it together; null when it is alive. */
function shadowBySeveral({ policy, earlier }: Question, search: Search): Shadow | null {
  const region = regionOf(policy, search)
  if (region === null || region === undefined) return null
  const takers = new Set<Tried>()
  if (leftBy(earlier, region, { search, takers }) !== null) return null
  const by = needed([...takers], region, search).toSorted((one, other) => one.at - other.at)
  const example = exampleOf({ policy, region, earlier, search }, by)
  const isOfThem = by.some((one) => one.id === example?.taken_by)
  return { ...verdict(policy, by.length === 1 ? 'one' : 'several', by), example: isOfThem ? example : null }
}

function verdict(policy: Tried, kind: Shadow['kind'], by: readonly Tried[]): Shadow {
  return { policy_id: policy.id, kind, by: by.map((one) => one.id), rule_ids: [], example: null }
}

/** The requests for which all its rules hold; null when there are none, undefined when that is too much work to tell. */
export function regionOf({ literals, isNever }: Tried, search: Search): Region | null | undefined {
  return isNever ? null : narrowedByAll(everything, literals, search)
}

/** Leaves out every rule that the others do without. */
function contradiction(policy: Tried, search: Search): Shadow {
  const predicates: Predicates = new Map()
  const isImpossible = (rules: Tried['rules']) => {
    const conditions = rules.map((one) => conditionOf(one, predicates))
    return conditions.includes('never') || narrowedByAll(everything, conditions.filter(isLiteral), search) === null
  }
  let rules = policy.rules
  for (const rule of policy.rules) {
    const others = rules.filter((one) => one !== rule)
    if (isImpossible(others)) rules = others
  }
  return { ...verdict(policy, 'contradiction', []), rule_ids: rules.map((one) => one.id) }
}

function takes(policy: Tried, region: Region): boolean {
  return !policy.isNever && policy.literals.every((one) => holdsAtHand(region, one))
}

function takersOf(region: Region, earlier: readonly Tried[]): Tried[] {
  return earlier.filter((one) => takes(one, region))
}

function isFree(region: Region, earlier: readonly Tried[]): boolean {
  return !earlier.some((one) => takes(one, region))
}

/** The request at hand may meet another policy by accident; one that is odd does not. */
function isFreeElsewhere(policy: Tried, earlier: readonly Tried[], search: Search): boolean {
  const odd = regionOf(policy, { ...search, isOdd: true })
  return odd !== null && odd !== undefined && isFree(odd, earlier)
}

/** Requests that a policy does not take; null where none was found. */
const others = new WeakMap<Tried, Region | null>()

/** Whether a policy takes a request that an earlier one is known not to: then that does not take all that it does. */
function isMissedBy(earlier: Tried, policy: Tried, search: Search): boolean {
  const [first] = earlier.literals
  const known = others.get(earlier)
  const other = known ?? (first && narrowed(everything, negationOf(first), search)) ?? null
  if (known === undefined) others.set(earlier, other)
  return other !== null && takes(policy, other)
}

function coversAll(region: Region, policy: Tried, search: Search): boolean {
  return policy.literals.every((one) => narrowed(region, negationOf(one), search) === null)
}

type Covering = { readonly search: Search; readonly takers?: Set<Tried> }

/**
 * What the earlier policies leave of a region: null when nothing, undefined when that is too much work to tell. Only a policy that takes
 * the request at hand is looked at: it takes all of the region, or leaves what one of its rules does not hold for.
 */
export function leftBy(earlier: readonly Tried[], region: Region, covering: Covering): Region | null | undefined {
  const { search, takers } = covering
  const taker = nearest(someTakers(region, earlier, search), region)
  if (taker === undefined) return region
  takers?.add(taker)
  let within: Region | null | undefined = region
  for (const literal of taker.literals) {
    if (search.work.left < 0) return undefined
    const without: Region | null | undefined = narrowed(within, negationOf(literal), search)
    const left: Region | null | undefined = without && leftBy(earlier, without, covering)
    if (left !== null) return left
    within = narrowed(within, literal, search)
    if (within === undefined) return undefined
    if (within === null) return null
  }
  return null
}

const fewTakers = 8

/** The first of those that take the request at hand. */
function someTakers(region: Region, earlier: readonly Tried[], { work }: Search): Tried[] {
  const takers: Tried[] = []
  for (const one of earlier) {
    work.left -= one.literals.length
    if (takes(one, region)) takers.push(one)
    if (takers.length === fewTakers) break
  }
  return takers
}

/** The one that asks least of what is not known of the region: it leaves the least to look at. */
function nearest(takers: readonly Tried[], region: Region): Tried | undefined {
  const asked = takers.map((one) => one.literals.filter((literal) => !isKnown(region, literal)).length)
  return takers[asked.indexOf(Math.min(...asked))]
}

/** Few policies are better to read than many: leaves out those that the others do without. */
function needed(takers: readonly Tried[], region: Region, search: Search): readonly Tried[] {
  const fewEnough = 8
  if (takers.length > fewEnough) return takers
  return takers.reduce<readonly Tried[]>((kept, one) => {
    const others = kept.filter((other) => other !== one)
    const inOrder = others.toSorted((left, right) => left.at - right.at)
    return others.length > 0 && leftBy(inOrder, region, { search }) === null ? others : kept
  }, takers)
}

type Proof = {
  readonly policy: Tried
  readonly region: Region
  readonly earlier: readonly Tried[]
  readonly search: Search
}

/** A request of the region that goes to one of those that take it or, where there is none such, to another earlier policy. */
function exampleOf({ policy, region, earlier, search }: Proof, by: readonly Tried[]): Example | null {
  const examples = candidates({ policy, region, earlier, search }, by).map((one) =>
    checkedExample(policy, one, earlier),
  )
  const isOfThem = (one: Example | null) => by.some(({ id }) => id === one?.taken_by)
  return examples.find(isOfThem) ?? examples.find((one) => one !== null) ?? null
}

function candidates({ policy, region, earlier, search }: Proof, by: readonly Tried[]): Region[] {
  const fewEnough = 4
  const own = by.slice(0, fewEnough).map((one) => {
    const shared = narrowedByAll(region, one.literals, search)
    return shared && leftBy(earlier.slice(0, one.at), shared, { search })
  })
  return [...own, region, regionOf(policy, { ...search, isOdd: true })].flatMap((one) => one ?? [])
}

/** The request at hand, if the rules as they are defined say of it what the search does. */
export function checkedExample(policy: Tried, region: Region, earlier: readonly Tried[]): Example | null {
  const request = requestOf(region)
  const isTaken = (one: Tried) => one.rules.every((rule) => ruleHolds(rule, request))
  // Without a path it is `OPTIONS *`, whatever method was at hand.
  const isWithoutPath = request.path === ''
  if (isWithoutPath && request.method !== 'OPTIONS') return null
  const isEntangled = isWithoutPath || [...region.values()].some(({ subject }) => isLineOfAnother(subject))
  const winner = earlier.find((one) =>
    isEntangled || one.literals.some(({ predicate }) => isLineOfAnother(predicate.subject))
      ? isTaken(one)
      : takes(one, region),
  )
  return winner !== undefined && isTaken(policy) && isTaken(winner) ? { request, taken_by: winner.id } : null
}

/**
 * To the search a rule about the header Host or Cookie has nothing to do with those about hosts and cookies, nor one about a body with those
 * about values in it, or with the header that says that it is none to read.
 */
function isLineOfAnother({ key, part }: Subject): boolean {
  return key === 'header host' || key === 'header cookie' || part === 'body' || part === 'json'
}
