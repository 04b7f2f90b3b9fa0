import type { CompiledLoadBalancer, Line, Section, Server } from '../compile/compiled.ts'
import { certificateChanges } from './certificate-steps.ts'
import { serversByName } from './server-steps.ts'
import type { Reason } from './step.ts'

/** A resource whose part of the configuration came, went or changed. */
export type Change = { readonly about: string; readonly had: boolean; readonly has: boolean }

/** Why one load balancer can not get from what runs to what is wanted by runtime commands; empty when it can. */
export function reloadReasons(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): Reason[] {
  const part = after ?? before
  if (part === null || part.sections.length + (before?.sections.length ?? 0) === 0) return []
  const texts = changesOf(before, after).map((change) => reasonText(change, before, after))
  return [...new Set(texts)].map((text) => ({ loadbalancer_id: part.loadbalancer_id, text }))
}

function changesOf(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): Change[] {
  if (before === null || after === null) {
    return [{ about: 'load_balancer', had: before !== null, has: after !== null }]
  }
  return [
    ...sectionChanges(before.sections, after.sections),
    ...serverChanges(before, after),
    ...certificateChanges(before, after),
  ]
}

function sectionChanges(before: readonly Section[], after: readonly Section[]): readonly Change[] {
  const had = new Map(before.map((one) => [one.name, one]))
  const has = new Map(after.map((one) => [one.name, one]))
  // A listener that keeps answers or counts its connections from now on has changed, and is not new.
  const isBeside = ({ name }: Section) => name.startsWith('cache ') || name.startsWith('backend connections:')
  const gone = before
    .filter((one) => !has.has(one.name))
    .map((one) => ({ about: one.about, had: true, has: isBeside(one) }))
  const others = after.flatMap((section) => {
    const old = had.get(section.name)
    return old ? lineChanges(old, section) : [{ about: section.about, had: isBeside(section), has: true }]
  })
  return withoutConsequences([...others, ...gone])
}

/** Which resources the lines that differ are from; the section's own when only their order differs. */
function lineChanges(before: Section, after: Section): Change[] {
  if (before.lines.map(keyOf).join('\n') === after.lines.map(keyOf).join('\n')) return []
  const had = new Set(before.lines.map(keyOf))
  const has = new Set(after.lines.map(keyOf))
  const differing = [
    ...before.lines.filter((one) => !has.has(keyOf(one))),
    ...after.lines.filter((one) => !had.has(keyOf(one))),
  ]
  const abouts = new Set(differing.map((one) => one.about ?? after.about))
  if (abouts.size === 0) abouts.add(after.about)
  const isFrom = (about: string) => (one: Line) => one.about === about
  return [...abouts].map((about) => ({
    about,
    had: before.lines.some(isFrom(about)),
    has: after.lines.some(isFrom(about)),
  }))
}

/** Where policies come and go, or are looked up in another way, others are written differently: nobody changed those. */
function withoutConsequences(changes: readonly Change[]): readonly Change[] {
  const isPolicy = ({ about }: Change) => about.startsWith('l7_policies/')
  const comesOrGoes = ({ had, has }: Change) => had !== has
  const isCause = (one: Change) => (isPolicy(one) ? comesOrGoes(one) : one.about.startsWith('listeners/'))
  return changes.some(isCause) ? changes.filter((one) => !isPolicy(one) || comesOrGoes(one)) : changes
}

function keyOf(line: Line): string {
  return `${line.about} ${line.text}`
}

/** What the process has surely read: a server that is added can name nothing else. */
function loadedFiles({ servers, clientTrusts, certificateLists }: CompiledLoadBalancer): Set<string> {
  return new Set([...servers, ...clientTrusts, ...certificateLists].flatMap(({ files }) => files))
}

/** Options of a server can not be changed while it runs, its weight and its state excepted. */
function serverChanges(before: CompiledLoadBalancer, after: CompiledLoadBalancer): Change[] {
  const had = serversByName(before)
  const loaded = loadedFiles(before)
  return [...serversByName(after)].flatMap(([name, server]) => {
    const old = had.get(name)
    if (old) return optionChanges(old, server)
    return server.files.every((file) => loaded.has(file)) ? [] : [{ about: server.about, had: false, has: true }]
  })
}

function optionChanges(before: Server, after: Server): Change[] {
  const isSame = (one: readonly string[], other: readonly string[]) => one.join(' ') === other.join(' ')
  const changes: Change[] = []
  const isMoved = before.address !== after.address || before.port !== after.port
  if (isMoved || !isSame(before.words, after.words)) changes.push({ about: after.about, had: true, has: true })
  if (!isSame(before.tlsWords, after.tlsWords)) changes.push({ about: tlsAboutOf(before, after), had: true, has: true })
  if (!isSame(before.checkWords, after.checkWords)) {
    changes.push({ about: after.checkAbout ?? before.checkAbout ?? after.about, had: before.check, has: after.check })
  }
  return changes
}

/** A member's own name may be part of how TLS is spoken with it; all else is the pool's. */
function tlsAboutOf(before: Server, after: Server): string {
  const rest = ({ tlsWords }: Server) => tlsWords.filter((one) => !one.includes('str(')).join(' ')
  return rest(before) === rest(after) ? after.about : after.tlsAbout
}

/** What is still known by its title did not come or go: somebody switched it. */
function reasonText(change: Change, before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): string {
  const { about, had, has } = change
  const title = after?.titleOf(about) ?? before?.titleOf(about) ?? about
  if (had && has) return `${title} changed`
  const isPool = about.startsWith('pools/')
  if (has) {
    if (before?.titleOf(about) === undefined) return `${title} is new`
    return isPool ? `${title} is in use now` : `${title} is switched on`
  }
  if (after?.titleOf(about) === undefined) return `${title} is gone`
  return isPool ? `${title} is no longer in use` : `${title} is switched off`
}
