import { isDeepStrictEqual } from 'node:util'
import type { MapRow, PolicyMap } from '../compile/compiled.ts'
import { versionedRows, versionRow } from '../compile/policy-map.ts'
import type { MapStep } from '../plan/step.ts'
import type { HaproxyProcess } from './haproxy.ts'
import { runningRows } from './map-payload.ts'
import { runtimeCommands } from './runtime-api.ts'

/** Longer than the system keeps a thread of HAProxy waiting in the middle of a request. */
const graceMs = 1_000
/** However fast changes follow each other: rows that nobody reads cost time and memory. */
const mostReplaced = 3

type Replaced = { readonly map: PolicyMap; readonly version: number; readonly at: number }
type Target = Pick<HaproxyProcess, 'ask' | 'tell'>

/**
 * Gives the policies of a listener other rows while HAProxy runs. A request reads the version once and then only keys of that version:
 * it sees the old rows or the new ones, and never some of each. The old ones stay in the map for those that are under way; with changes
 * that follow each other within a second, the ones before too, since a thread may be held up between two of its lookups.
 */
export class PolicyMaps {
  readonly #replaced = new Map<string, readonly Replaced[]>()

  /** `file` is the path by which the process knows the map. Throws when it does not take it: what runs is then not known. */
  async swap({ before, map }: MapStep, file: string, { ask, tell }: Target): Promise<void> {
    const version = await runtimeCommands.mapVersion(ask, file)
    const next = version + 1
    const replaced = map.isVersioned ? [...this.#recent(file), { map: before, version }] : []
    const prepared = { file, number: await runtimeCommands.prepareMap(ask, file) }
    const rows: MapRow[] = [
      versionRow(next),
      ...versionedRows(map, next),
      ...replaced.flatMap((one) => versionedRows(one.map, one.version)),
    ]
    await runtimeCommands.addMapRows(tell, prepared, rows)
    await runtimeCommands.commitMap(ask, prepared)
    this.#replaced.set(file, [...this.#recent(file), { map: before, version, at: performance.now() }])
  }

  /** The next generation has files of its own. */
  clear(): void {
    this.#replaced.clear()
  }

  #recent(file: string): readonly Replaced[] {
    const oldest = performance.now() - graceMs
    return (this.#replaced.get(file) ?? []).filter((one) => one.at > oldest).slice(-mostReplaced)
  }
}

/** Whether a process has the rows of a map that it should have. */
export async function runsMap(map: PolicyMap, file: string, { ask }: Pick<HaproxyProcess, 'ask'>): Promise<boolean> {
  const { version, rows } = runningRows(await runtimeCommands.showMap(ask, file), map)
  return isDeepStrictEqual(sorted(rows), sorted(versionedRows(map, version)))
}

function sorted(rows: readonly MapRow[]): MapRow[] {
  return rows.toSorted(([one], [other]) => (one < other ? -1 : 1))
}
