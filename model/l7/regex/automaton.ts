import type { ByteSet } from './bytes.ts'
import type { Expression, Repeat } from './expression.ts'

/** So many edges and pairs of states are looked at; hand-written expressions of 255 characters need a fraction of that. */
export const mostWork = 50_000

/**
 * The position automaton of Glushkov: a state for each byte that an expression takes when it is written out, and for each state
 * those that may come next. Places and looks ahead count as empty, so that it has every way that there is, and perhaps more.
 */
export type Automaton = {
  readonly sets: ByteSet[]
  readonly nexts: Set<number>[]
  /** Whether there are several ways from one state to the next, as in `(a+)+` or `((b?|c?)a)+`. A set of edges can not tell. */
  hasTwinEdges: boolean
  work: number
}

/** States, and in how many ways they are come to: one, or two, which stands for more as well. */
type Ways = ReadonlyMap<number, number>

type Piece = {
  readonly firsts: Ways
  readonly lasts: Ways
  /** In how many ways it takes nothing. */
  readonly emptyWays: number
}

const nothing: Piece = { firsts: new Map(), lasts: new Map(), emptyWays: 1 }

/** The automaton of an expression that begins anew when it has come to its end. */
export function loopOf({ body, most }: Repeat): Automaton {
  const automaton: Automaton = { sets: [], nexts: [], hasTwinEdges: false, work: 0 }
  const piece = add(automaton, body)
  connect(automaton, piece, piece)
  // Of `(a?){30}` PCRE2 tries each copy full and empty. An endless repetition ends with its first empty round.
  if (most !== Infinity && piece.emptyWays > 0) automaton.hasTwinEdges = true
  return automaton
}

function add(automaton: Automaton, expression: Expression): Piece {
  if (isDecided(automaton)) return nothing
  switch (expression.is) {
    case 'byte': {
      const state = automaton.sets.push(expression.set) - 1
      automaton.nexts.push(new Set())
      return { firsts: new Map([[state, 1]]), lasts: new Map([[state, 1]]), emptyWays: 0 }
    }
    case 'place':
    case 'look':
      return nothing
    case 'sequence':
      return expression.parts.reduce((piece: Piece, part) => joined(automaton, piece, add(automaton, part)), nothing)
    case 'choice':
      return either(expression.branches.map((branch) => add(automaton, branch)))
    case 'repeat':
      return expression.most === Infinity ? addEndless(automaton, expression) : addCounted(automaton, expression)
  }
}

function joined(automaton: Automaton, one: Piece, other: Piece): Piece {
  connect(automaton, one, other)
  return {
    firsts: together(one.firsts, times(other.firsts, one.emptyWays)),
    lasts: together(other.lasts, times(one.lasts, other.emptyWays)),
    emptyWays: atMostTwo(one.emptyWays * other.emptyWays),
  }
}

function either(pieces: readonly Piece[]): Piece {
  return {
    firsts: new Map(pieces.flatMap(({ firsts }) => [...firsts])),
    lasts: new Map(pieces.flatMap(({ lasts }) => [...lasts])),
    emptyWays: atMostTwo(pieces.reduce((sum, { emptyWays }) => sum + emptyWays, 0)),
  }
}

/** `a{3,}` is `aaa+`. After its last round there may be an empty one. */
function addEndless(automaton: Automaton, { body, least }: Repeat): Piece {
  let all = nothing
  for (let copy = 1; copy < least; copy += 1) all = joined(automaton, all, add(automaton, body))
  const round = add(automaton, body)
  connect(automaton, round, round)
  const last = { ...round, lasts: times(round.lasts, round.emptyWays + 1) }
  return joined(automaton, all, least === 0 ? { ...last, emptyWays: atMostTwo(last.emptyWays + 1) } : last)
}

/** `a{1,3}` is `a|aa|aaa`, with the copies in common. */
function addCounted(automaton: Automaton, { body, least, most }: Repeat): Piece {
  let all = nothing
  let emptyWays = least === 0 ? 1 : 0
  const lasts = new Map<number, number>()
  for (let copy = 1; copy <= most; copy += 1) {
    all = joined(automaton, all, add(automaton, body))
    if (copy < least) continue
    emptyWays += all.emptyWays
    for (const [state, ways] of all.lasts) lasts.set(state, atMostTwo((lasts.get(state) ?? 0) + ways))
  }
  return { firsts: all.firsts, lasts, emptyWays: atMostTwo(emptyWays) }
}

function connect(automaton: Automaton, { lasts }: Piece, { firsts }: Piece): void {
  for (const [last, waysOut] of lasts) {
    if (isDecided(automaton)) return
    automaton.work += firsts.size
    const nexts = automaton.nexts[last] ?? new Set()
    for (const [first, waysIn] of firsts) {
      if (waysOut * waysIn > 1 || nexts.has(first)) automaton.hasTwinEdges = true
      nexts.add(first)
    }
  }
}

function isDecided({ hasTwinEdges, work }: Automaton): boolean {
  return hasTwinEdges || work > mostWork
}

/** No state is in both. */
function together(one: Ways, other: Ways): Ways {
  if (one.size === 0) return other
  return other.size === 0 ? one : new Map([...one, ...other])
}

function times(ways: Ways, factor: number): Ways {
  if (factor === 1) return ways
  return factor === 0 ? nothing.firsts : new Map([...ways].map(([state, count]) => [state, atMostTwo(count * factor)]))
}

function atMostTwo(count: number): number {
  return Math.min(count, 2)
}
