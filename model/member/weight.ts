/** A member's share of the traffic, in parts of the sum over its pool: Octavia's and HAProxy's bounds. 0 drains it. */
export const weightRange = { min: 0, max: 256 } as const
