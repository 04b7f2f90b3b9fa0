import { desiredOf } from '../rows.ts'

const token = 'evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA'
const thumbprint = 'nP1qzpXGymHBrUEepNY9HCsQk7K8KhOypzEt62jcerQ'
const challenges = { port: 80, answers: [{ token, key_authorization: `${token}.${thumbprint}` }] }

/** An HTTP listener answers an authority; where there is none, a frontend of its own; where another is on the port, nothing does. */
export const input = [
  desiredOf({
    challenges,
    load_balancer: { name: 'by its listener' },
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        policies: [{ action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }] }],
      },
      { protocol: 'HTTP', protocol_port: 8080, default_pool: 0 },
    ],
    pools: [{ pool: { protocol: 'HTTP' } }],
  }),
  desiredOf({
    number: 2,
    challenges,
    load_balancer: { name: 'by itself', vip_address: 'fd00::10' },
    listeners: [{ protocol: 'UDP', protocol_port: 80 }],
  }),
  desiredOf({
    number: 3,
    challenges,
    load_balancer: { name: 'not at all', vip_address: '127.10.0.12' },
    listeners: [{ protocol: 'TCP', protocol_port: 80 }],
  }),
]
