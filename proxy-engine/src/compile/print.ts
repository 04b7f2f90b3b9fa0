import { pathOf } from 'model/graph/graph'
import type { CompiledLoadBalancer, Line, Machine, PolicyMap, Section, Server } from './compiled.ts'
import { versionsSection } from './handshakes.ts'
import { metricsSection } from './metrics.ts'
import { actionSections, hitsSection } from './policy-lines.ts'
import { policyOfRow } from './policy-map.ts'
import { recentSection } from './recent-requests.ts'
import { relayLines } from './relay.ts'
import {
  comment,
  endpoint,
  expression,
  keyword,
  number,
  quoted,
  type Word,
  withMapFolder,
  withProbeSocket,
  withTlsFiles,
} from './words.ts'

/** Everything of a server's line after its name, the state excepted: `10.0.0.4:80 weight 1 id 7 check ...`. Also what `add server` takes. */
export function serverArguments(server: Server): string {
  const { address, port, weight, words, tlsWords, checkWords } = server
  return [endpoint(address, port), 'weight', number(weight), ...words, ...tlsWords, ...checkWords].join(' ')
}

/** What differs from one generation to the next. */
type Places = Pick<Machine, 'mapFolder' | 'socketPath' | 'certificateFolder' | 'ticketFile'>
/** For people, to whom folders of the engine say nothing. */
const nowhere: Places = { mapFolder: '', socketPath: 'engine.sock', certificateFolder: '', ticketFile: 'ticket.keys' }

function placed(text: string, { mapFolder, socketPath, certificateFolder, ticketFile }: Places): string {
  return withTlsFiles(withProbeSocket(withMapFolder(text, mapFolder), socketPath), certificateFolder, ticketFile)
}

/** The part of haproxy.cfg that belongs to one load balancer: people's name and HAProxy's for each section, and what is in it. */
export function loadBalancerLines(part: CompiledLoadBalancer, places: Places): Line[] {
  if (part.sections.length === 0) return []
  return [remark(part, 'load_balancer'), ...part.sections.flatMap((section) => sectionLines(part, section, places))]
}

/** The same for people to read: with the rows of the maps, which stand in files of their own, as remarks. */
export function printLoadBalancer(part: CompiledLoadBalancer): Line[] {
  if (part.sections.length + part.relay.length === 0) return []
  const sections = part.sections.flatMap((section) => {
    const map = part.maps.find((one) => section.name === `frontend ${one.name}`)
    return [...sectionLines(part, section, nowhere), ...(map === undefined ? [] : mapRemarks(map))]
  })
  return [remark(part, 'load_balancer'), ...sections, ...relayLines(part.relay, part.titleOf)]
}

function sectionLines(part: CompiledLoadBalancer, section: Section, places: Places): Line[] {
  return [
    { text: '', about: null },
    remark(part, section.about),
    { text: section.name, about: section.about },
    ...section.lines.map((one) => indented({ ...one, text: placed(one.text, places) })),
    ...part.servers.filter((one) => section.name === `backend ${one.backend}`).map((one) => serverLine(part, one)),
  ]
}

/** More rows are more than anybody reads. */
const remarkedRows = 200

function mapRemarks({ name, about, rows }: PolicyMap): Line[] {
  const shown = rows.slice(0, remarkedRows)
  const rest = rows.length - shown.length
  return [
    { text: comment(`${name}.map`), about },
    ...shown.map((row) => ({
      text: comment(row.join(' ')),
      about: pathOf({ kind: 'l7_policy', id: policyOfRow(row) }),
    })),
    ...(rest > 0 ? [{ text: comment(`and ${rest} more rows`), about }] : []),
  ]
}

function remark(part: CompiledLoadBalancer, about: string): Line {
  return { text: comment(part.titleOf(about) ?? about), about }
}

function serverLine(part: CompiledLoadBalancer, server: Server): Line {
  const state = server.state === 'maint' ? ' disabled' : ''
  const text = `server ${server.name} ${serverArguments(server)}${state} ${comment(part.titleOf(server.about) ?? server.about)}`
  return indented({ text, about: server.about })
}

function indented(line: Line): Line {
  return { ...line, text: `    ${line.text}` }
}

/** What holds for the whole process: the sections before the load balancers'. */
export function machineLines(machine: Machine, parts: readonly CompiledLoadBalancer[]): Line[] {
  const sections = [
    globalSection(machine, parts),
    recentSection,
    defaultsSection(machine),
    ...(parts.some((one) => one.needsStickTables) ? [peersSection(machine)] : []),
    ...(parts.some((one) => one.maps.length > 0) ? [hitsSection, ...actionSections] : []),
    ...(parts.some((one) => one.certificateLists.length > 0) ? [versionsSection] : []),
    ...(parts.some((one) => one.servesMetrics) ? [metricsSection(machine)] : []),
  ]
  return sections.flatMap(([name, ...lines], at) => [
    ...(at === 0 ? [] : [{ text: '', about: null }]),
    { text: name ?? '', about: null },
    ...lines.map((text) => indented({ text, about: null })),
  ])
}

function globalSection(machine: Machine, parts: readonly CompiledLoadBalancer[]): string[] {
  const { maxconn, nbthread, socketPath, stateFile, hardStopAfterSeconds, localPeer } = machine
  return [
    'global',
    words(expression('maxconn'), number(maxconn)),
    ...(nbthread === null ? [] : [words(expression('nbthread'), number(nbthread))]),
    `hard-stop-after ${number(hardStopAfterSeconds)}s`,
    words(expression('localpeer'), keyword(localPeer.name)),
    words(expression('stats socket'), quoted(socketPath), expression('mode 600 level admin expose-fd listeners')),
    // It would remember what acls of texts and maps did not find, which costs more than looking again.
    words(expression('tune.pattern.cache-size 0')),
    // The engine keeps a session open on a generation that drains, and reads it once a second.
    words(expression('stats timeout 1m')),
    ...(stateFile === null ? [] : [words(expression('server-state-file'), quoted(stateFile))]),
    // Where certificates are, and authorities and revocation lists.
    ...(parts.some((one) => one.certificateLists.length > 0 || namesFiles(one))
      ? [words(expression('crt-base'), quoted(machine.certificateFolder))]
      : []),
    ...(parts.some((one) => one.clientTrusts.length > 0 || namesFiles(one))
      ? [words(expression('ca-base'), quoted(machine.certificateFolder))]
      : []),
    // Sessions that are kept in memory are shared by all listeners: one that began without a certificate would be resumed where one is
    // demanded. Tickets do without that memory.
    ...(parts.some((one) => one.clientTrusts.length > 0) ? [expression('tune.ssl.cachesize 0')] : []),
  ]
}

function namesFiles({ servers }: CompiledLoadBalancer): boolean {
  return servers.some((one) => one.files.length > 0)
}

/** What was measured to be right for everybody; what people choose stands in the sections of their listeners and pools. */
function defaultsSection({ stateFile }: Machine): string[] {
  return [
    'defaults',
    expression('http-reuse always'),
    expression('retries 3'),
    expression('option redispatch'),
    ...(stateFile === null ? [] : [expression('load-server-state-from-file global')]),
    expression('timeout http-request 10s'),
    expression('timeout queue 30s'),
  ]
}

/** Stick tables are handed over from one generation to the next by a peer that is the process itself. */
function peersSection({ localPeer }: Machine): string[] {
  const { name, address, port } = localPeer
  return ['peers fulcrum', words(expression('peer'), keyword(name), endpoint(address, port))]
}

function words(...parts: readonly Word[]): string {
  return parts.join(' ')
}
