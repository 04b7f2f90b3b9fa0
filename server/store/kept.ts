import { LRUCache } from 'lru-cache'
import type { ResourceKind } from 'model/resources/index'
import { processwide } from '../process.ts'
import { kinds } from './rows.ts'
import { rowsOf, type StoredGraph } from './stored-graph.ts'

/** How many rows are kept, of all load balancers together; a row takes about a kilobyte. The newest load balancer is kept whatever its size. */
const mostRows = 60_000

/** Whose part a resource is. */
export type Place = { readonly kind: ResourceKind; readonly loadbalancer_id: string }
type Writing = { open: number; last: Writer }

/** What one transaction may put here when it has ended. */
export type Writer = {
  /** From now on the load balancer is read from the database, until this transaction has ended. Null: it is gone. */
  wrote: (id: string, graph: StoredGraph | null) => void
  /** Keeps a load balancer that was read, unless somebody has written since the transaction began. */
  read: (graph: StoredGraph) => void
  ended: (isCommitted: boolean) => void
}

/**
 * Whole load balancers as they are stored, so that what is asked again and again is not read again and again. This process is the only
 * one that writes them: what is here is what the database has. What is being written is left out until its transaction has ended.
 */
export class KeptGraphs {
  readonly #graphs = new LRUCache<string, StoredGraph>({
    maxSize: mostRows,
    // What is larger than all there is room for would not be kept at all.
    sizeCalculation: (graph) => Math.min(mostRows, countRows(graph)),
    dispose: (graph) => this.#forgetPlaces(graph),
  })
  readonly #places = new Map<string, Place>()
  readonly #writing = new Map<string, Writing>()
  /** Counts what is written: a reader that was overtaken notices. */
  #writes = 0

  get(id: string): StoredGraph | null {
    return this.#graphs.get(id) ?? null
  }

  /** Where a resource of a kept load balancer is. */
  placeOf(id: string): Place | null {
    return this.#places.get(id) ?? null
  }

  begin(): Writer {
    const begun = this.#writes
    const written = new Map<string, StoredGraph | null>()
    const writer: Writer = {
      wrote: (id, graph) => {
        if (!written.has(id)) this.#open(id, writer)
        written.set(id, graph)
      },
      read: (graph) => {
        if (this.#writes === begun && written.size === 0) this.#put(graph)
      },
      ended: (isCommitted) => {
        for (const [id, graph] of written) this.#close(id, writer, isCommitted ? graph : null)
      },
    }
    return writer
  }

  #open(id: string, writer: Writer): void {
    this.#writes += 1
    this.#graphs.delete(id)
    this.#writing.set(id, { open: (this.#writing.get(id)?.open ?? 0) + 1, last: writer })
  }

  /** Of several that write one load balancer, the last knows how it is, if it is also the last to end. */
  #close(id: string, writer: Writer, graph: StoredGraph | null): void {
    this.#writes += 1
    const writing = this.#writing.get(id)
    if (writing === undefined) return
    writing.open -= 1
    if (writing.open > 0) return
    this.#writing.delete(id)
    if (writing.last === writer && graph !== null) this.#put(graph)
  }

  #put(graph: StoredGraph): void {
    const { id } = graph.load_balancer
    if (this.#writing.has(id)) return
    // First: what is replaced forgets its places.
    this.#graphs.delete(id)
    for (const kind of kinds) {
      for (const row of rowsOf(graph, kind)) this.#places.set(row.id, { kind, loadbalancer_id: id })
    }
    this.#graphs.set(id, graph)
  }

  #forgetPlaces(graph: StoredGraph): void {
    for (const kind of kinds) for (const row of rowsOf(graph, kind)) this.#places.delete(row.id)
  }
}

function countRows(graph: StoredGraph): number {
  return kinds.reduce((count, kind) => count + rowsOf(graph, kind).length, 0)
}

export function keptGraphs(): KeptGraphs {
  return processwide('kept-graphs', () => new KeptGraphs())
}

const writers = new WeakMap<object, Writer>()

/** Runs work in a transaction, and says whether it was committed as soon as that is known. */
export type Transact<Transaction> = <T>(
  work: (transaction: Transaction) => Promise<T>,
  ended: (isCommitted: boolean) => void,
) => Promise<T>

/** Lets the work of a transaction put what it wrote here when it is committed. */
export async function keeping<T, Transaction extends object>(
  transact: Transact<Transaction>,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let writer: Writer | null = null
  return transact(
    (transaction) => {
      writer = keptGraphs().begin()
      writers.set(transaction, writer)
      return work(transaction)
    },
    (isCommitted) => writer?.ended(isCommitted),
  )
}

/** For what a transaction writes. */
export function writerOf(transaction: object): Writer {
  const writer = writers.get(transaction)
  if (writer === undefined) throw new Error('Load balancers are written in transactions only.')
  return writer
}

/** For what a transaction reads; what is asked of the database itself is as of now. */
export function readerOf(transaction: object): Pick<Writer, 'read'> {
  return writers.get(transaction) ?? keptGraphs().begin()
}
