import type { Listener } from '../resources/listener.ts'

/** Whether a listener keeps answers. */
export function isCached({ cache_paths }: Pick<Listener, 'cache_paths'>): boolean {
  return cache_paths.length > 0
}
