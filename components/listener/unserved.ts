import { listenerProtocols } from 'model/listener/protocols'
import { isKeyOf } from '../forms/values.ts'

/** What a listener does with clients when nobody is there to serve them; null for one that serves them itself. */
export function unserved(protocol: unknown): string | null {
  return isKeyOf(listenerProtocols, protocol) ? listenerProtocols[protocol].unserved : 'closes connections'
}
