import { listenerProtocols, type ProtocolOfListener } from 'model/listener/protocols'

export function takesPolicies(protocol: ProtocolOfListener): boolean {
  return listenerProtocols[protocol].policies !== null
}
