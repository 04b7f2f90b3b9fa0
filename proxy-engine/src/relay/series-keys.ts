/** The keys of the series of one listener, as `keyOf` of the engine's statistics writes them. */
export function keysOf(listener_id: string) {
  return {
    listener: `listener/${listener_id}/${listener_id}`,
    pool: (pool_id: string) => `pool/${pool_id}/${listener_id}`,
    member: (member_id: string) => `member/${member_id}/${listener_id}`,
  }
}
