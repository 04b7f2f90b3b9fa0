import { desiredOf } from '../rows.ts'

/** Every attribute that reaches HAProxy, away from its default. */
export const input = [
  desiredOf({
    load_balancer: { name: "it's #1 \\ %[src]\n    bind :1" },
    listeners: [
      {
        name: 'web',
        protocol: 'HTTP',
        protocol_port: 8080,
        default_pool: 0,
        connection_limit: 500,
        allowed_cidrs: ['10.0.0.0/8', '192.0.2.7/32', ...Array.from({ length: 40 }, (_, at) => `172.16.${at}.0/24`)],
        insert_headers: {
          'X-Forwarded-For': 'true',
          'X-Forwarded-Port': 'True',
          'X-Forwarded-Proto': 'true',
          'X-Real-IP': 'false',
          'X-Client-IP': 'true',
        },
        timeout_client_data: 1_500,
        timeout_member_connect: 250,
        timeout_member_data: 7_200_000,
        timeout_tcp_inspect: 100,
      },
      {
        name: 'no limits in time',
        protocol: 'HTTP',
        protocol_port: 8081,
        connection_limit: 0,
        timeout_client_data: 0,
        timeout_member_connect: 0,
        timeout_member_data: 0,
        default_pool: 0,
      },
    ],
    pools: [
      {
        pool: {
          protocol: 'HTTP',
          lb_algorithm: 'LEAST_CONNECTIONS',
          session_persistence: {
            type: 'HTTP_COOKIE',
            cookie_name: null,
            persistence_timeout: null,
            persistence_granularity: null,
          },
        },
        members: [
          { name: 'heavy', address: '10.0.0.4', protocol_port: 80, weight: 256 },
          { name: 'drained', address: '10.0.0.5', protocol_port: 80, weight: 0 },
          { name: 'off', address: '10.0.0.6', protocol_port: 80, admin_state_up: false },
          { name: 'backup', address: '10.0.0.7', protocol_port: 80, backup: true },
          {
            name: 'checked elsewhere',
            address: '10.0.0.8',
            protocol_port: 80,
            monitor_address: 'fd00::8',
            monitor_port: 9000,
          },
        ],
        monitor: {
          type: 'HTTP',
          delay: 7,
          timeout: 0,
          max_retries: 4,
          max_retries_down: 5,
          http_method: 'HEAD',
          url_path: "/it's?a=b#c&%20",
          expected_codes: '200, 202,301',
          http_version: 1.1,
          domain_name: 'www.example.com',
        },
      },
    ],
  }),
]
