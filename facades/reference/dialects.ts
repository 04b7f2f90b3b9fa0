import { operations as consoleOperations } from '../console/operations.ts'
import { operations as huaweiElbOperations } from '../huawei-elb/operations.ts'
import { operations as keyManagerOperations } from '../key-manager/operations.ts'
import { operations as keystoneOperations } from '../keystone/operations.ts'
import { operations as neutronOperations } from '../neutron/operations.ts'
import { operations as octaviaOperations } from '../octavia/operations.ts'
import type { Operation } from '../shared/operation.ts'
import { consoleExchange } from './console-exchange.ts'
import { type Exchange, keyManagerExchange, keystoneExchange, neutronExchange, octaviaExchange } from './exchanges.ts'
import { huaweiElbExchange } from './huawei-elb-exchange.ts'

export type Dialect = {
  /** Its name as a group of operations. */
  readonly tag: string
  readonly about: string
  readonly prefix: string
  readonly operations: readonly Operation[]
  readonly exchange: (operation: Operation) => Exchange
  /** The schema of its refusals. */
  readonly fault: string
}

/** Every dialect that the control plane speaks with people and programs. */
export const dialects: readonly Dialect[] = [
  {
    tag: 'Load balancing',
    about: 'OpenStack Octavia v2: load balancers and everything under them.',
    prefix: '/load-balancer',
    operations: octaviaOperations,
    exchange: octaviaExchange,
    fault: 'OctaviaFault',
  },
  {
    tag: 'Networking',
    about: 'OpenStack Neutron v2.0, as far as load balancers need it: networks, subnets, ports of VIPs, floating IPs.',
    prefix: '/network',
    operations: neutronOperations,
    exchange: neutronExchange,
    fault: 'NeutronFault',
  },
  {
    tag: 'Identity',
    about: 'OpenStack Keystone v3: tokens, and what they are for.',
    prefix: '/identity',
    operations: keystoneOperations,
    exchange: keystoneExchange,
    fault: 'KeystoneFault',
  },
  {
    tag: 'Key manager',
    about: 'OpenStack Barbican v1, as far as load balancers need it: secrets, and the containers of certificates.',
    prefix: '/key-manager',
    operations: keyManagerOperations,
    exchange: keyManagerExchange,
    fault: 'KeyManagerFault',
  },
  {
    tag: 'ELB v3',
    about:
      'Huawei Cloud ELB v3: the same load balancers by the names of another cloud. Access keys sign its requests, too.',
    prefix: '/v3',
    operations: huaweiElbOperations,
    exchange: huaweiElbExchange,
    fault: 'ElbFault',
  },
  {
    tag: 'Console',
    about: 'What OpenStack has no word for: previews, explanations, route tests, activity, live numbers.',
    prefix: '/console',
    operations: consoleOperations,
    exchange: consoleExchange,
    fault: 'ConsoleFault',
  },
]
