import type { Operation } from '../shared/operation.ts'
import { type Exchange, plainExchange, wrapped } from './exchanges.ts'
import { reference, type Schema } from './schemas.ts'

/** Bodies of the console that are read as those of the load balancer API are. */
const consoleSends: Readonly<Record<string, Schema>> = {
  'POST /load-balancers/preview': wrapped('loadbalancer', reference('LoadBalancerCreate')),
  'POST /listeners/{id}/l7policies': wrapped('l7policies', { type: 'array', items: reference('L7PolicyInTree') }),
  'PUT /l7policies/{id}': {
    type: 'object',
    properties: {
      l7policy: {
        allOf: [reference('L7PolicyUpdate'), { properties: { rules: { type: 'array', items: { type: 'object' } } } }],
      },
      if_l7policy: { type: 'object', description: 'What was seen of it: refused when it is something else by now.' },
    },
    required: ['l7policy'],
  },
}
/** What is made there is answered as made. */
const consoleCreates = [
  '/setup',
  '/access-keys',
  '/certificates',
  '/listeners/{id}/l7policies',
  '/listeners/{id}/route-tests',
]

export function consoleExchange(operation: Operation): Exchange {
  const { method, path } = operation
  const plain = plainExchange(operation)
  const sends = consoleSends[`${method} ${path}`] ?? plain.sends
  const isEmpty = path === '/sign-in' || path === '/sign-out'
  const isMade = method === 'POST' && consoleCreates.includes(path)
  // An authority takes its time.
  const later = path.endsWith('/renew') ? 202 : plain.status
  return { ...(sends && { sends }), status: isEmpty ? 204 : isMade ? 201 : later }
}
