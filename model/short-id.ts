/**
 * What stands for an ID where there is no room for all of it: its end. Its beginning is the time at which it was made, which
 * everything that is made in the same minute shares.
 */
export function shortId(id: string): string {
  return id.slice(-8)
}
