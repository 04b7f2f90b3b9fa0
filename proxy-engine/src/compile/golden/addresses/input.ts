import { desiredOf } from '../rows.ts'

/** Several addresses of both families; each listener answers on all of them. */
export const input = [
  desiredOf({
    load_balancer: {
      name: 'dual',
      vip_address: '127.10.0.11',
      additional_vips: [
        { subnet_id: '66666666-0001-4000-8000-000000000001', ip_address: '::1', port_id: null },
        { subnet_id: '66666666-0001-4000-8000-000000000002', ip_address: '127.20.0.11', port_id: null },
      ],
    },
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        allowed_cidrs: ['127.0.0.0/8', '::1/128', 'fd00::/8'],
      },
    ],
    pools: [
      {
        pool: { protocol: 'HTTP' },
        members: [
          { address: 'fd00::4', protocol_port: 80 },
          { address: '10.0.0.4', protocol_port: 80, monitor_address: '10.0.0.5' },
        ],
        monitor: { type: 'HTTP', http_version: 1.1 },
      },
    ],
  }),
  desiredOf({
    number: 2,
    load_balancer: { name: 'six', vip_address: 'fd00::10' },
    listeners: [{ protocol: 'TCP', protocol_port: 80, default_pool: 0 }],
    pools: [{ pool: { protocol: 'TCP' }, members: [{ address: 'fd00::5', protocol_port: 80 }] }],
  }),
]
