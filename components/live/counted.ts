import { type Graph, listenersOf } from 'model/graph/graph'
import { type Counted, listenerProtocols, type ProtocolOfListener } from 'model/listener/protocols'

type Speaks = { readonly protocol: ProtocolOfListener }

/** How each of them is called beside a number, and at the beginning of a sentence. */
export const countedWords = {
  requests: { unit: 'req', label: 'Requests' },
  connections: { unit: 'conn', label: 'Connections' },
  datagrams_in: { unit: 'dgram', label: 'Datagrams' },
} as const satisfies Record<Counted, { readonly unit: string; readonly label: string }>

const mostTelling = Object.keys(countedWords) as Counted[]

/** What says most about the traffic of several listeners; those that only tell of it count when there is nothing else. */
export function countedBy(listeners: readonly Speaks[]): Counted {
  const carrying = listeners.filter((one) => listenerProtocols[one.protocol].unserved !== null)
  const kinds = (carrying.length > 0 ? carrying : listeners).map((one) => listenerProtocols[one.protocol].counts)
  return mostTelling.find((one) => kinds.includes(one)) ?? 'requests'
}

/** What the members of a pool are given. */
export function countedIn(graph: Graph, pool_id: string): Counted {
  const users = listenersOf(graph, pool_id)
  return users.length === 0 ? 'connections' : countedBy(users)
}
