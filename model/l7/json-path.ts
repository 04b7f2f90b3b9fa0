/** A place in a JSON document: names behind dots and numbers in brackets. Nothing in it means anything to HAProxy's configuration. */
export const jsonPath = /^\$(?:\.[A-Za-z0-9_-]+|\[(?:0|[1-9]\d?)\])+$/

/** The names and numbers of a path, in order. */
export function stepsIn(path: string): (string | number)[] {
  return [...path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)].map(([, name, number]) => name ?? Number(number))
}
