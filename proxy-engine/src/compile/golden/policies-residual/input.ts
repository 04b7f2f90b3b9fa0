import { desiredOf, type PolicyCase } from '../rows.ts'

const reject = (...rules: PolicyCase['rules']): PolicyCase => ({ action: 'REJECT', rules })

/** What no lookup finds, in words that would mean something if they were not quoted; and rules that need TLS, which is not there. */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        policies: [
          reject({ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www.example.com', invert: true }),
          reject({ type: 'HOST_NAME', compare_type: 'REGEX', value: '^w{3}\\d* #' }),
          reject({ type: 'HOST_NAME', compare_type: 'ENDS_WITH', value: 'Example.com' }),
          reject({ type: 'PATH', compare_type: 'CONTAINS', value: '-f' }),
          reject({ type: 'PATH', compare_type: 'ENDS_WITH', value: "'$HOME%[src]" }),
          reject({ type: 'FILE_TYPE', compare_type: 'REGEX', value: '^jpe?g$' }),
          reject({ type: 'HEADER', key: "X-It's", compare_type: 'EQUAL_TO', value: '"two words"' }),
          reject(
            { type: 'COOKIE', key: 'group', compare_type: 'STARTS_WITH', value: '}' },
            { type: 'METHOD', compare_type: 'EQUAL_TO', value: 'GET', invert: true },
          ),
          reject({ type: 'QUERY_STRING', key: "a'(b),c", compare_type: 'EQUAL_TO', value: 'eu' }),
          reject(
            { type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '10.0.0.0/8' },
            { type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: 'fd00::1', invert: true },
          ),
          reject({ type: 'SSL_CONN_HAS_CERT', compare_type: 'EQUAL_TO', value: 'true' }),
          reject(
            { type: 'SSL_VERIFY_RESULT', compare_type: 'EQUAL_TO', value: '0', invert: true },
            { type: 'PATH', compare_type: 'CONTAINS', value: 'x' },
          ),
          reject(
            ...Array.from(
              { length: 50 },
              (_, at) => ({ type: 'PATH', compare_type: 'CONTAINS', value: `${at}`, invert: true }) as const,
            ),
          ),
          reject({ type: 'SSL_DN_FIELD', key: 'CN', compare_type: 'EQUAL_TO', value: 'partner', invert: true }),
        ],
      },
    ],
  }),
]
