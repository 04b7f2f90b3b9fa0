import type { Algorithm } from 'model/pool/algorithms'
import { expression, type Word } from './words.ts'

/**
 * Every one of these is dynamic: members can be added and weighed while it runs. Consistent hashing moves only the clients of a
 * member that comes or goes, and maps alike before and after a reload because server ids come from member ids.
 */
export const balances = {
  ROUND_ROBIN: [expression('balance roundrobin')],
  LEAST_CONNECTIONS: [expression('balance leastconn')],
  SOURCE_IP: [expression('balance source'), expression('hash-type consistent')],
  SOURCE_IP_PORT: [expression('balance hash src,concat(:,sess.src_port)'), expression('hash-type consistent')],
} as const satisfies Record<Algorithm, readonly Word[]>

/** `concat` joins variables only; the frontend keeps the client's port in one as soon as it has accepted the connection. */
export const sourcePortVariable = expression('tcp-request connection set-var(sess.src_port) src_port')
