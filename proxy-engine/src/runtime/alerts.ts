import type { Diagnostic } from 'model/contract/report'
import type { Bind, CompiledLoadBalancer, Configuration } from '../compile/compiled.ts'

/** Why HAProxy did not start, by load balancer; `elsewhere` is what could be laid to no load balancer. */
export type StartRefusal = {
  readonly refusals: ReadonlyMap<string, LoadBalancerRefusal>
  readonly elsewhere: readonly string[]
}

export type LoadBalancerRefusal = {
  readonly diagnostics: readonly Diagnostic[]
  /** The addresses that could not be bound: when they become free, it is worth another try. */
  readonly binds: readonly Bind[]
}

/** Reads what HAProxy said on stderr before it gave up. It names every listener that it can not bind, all at once. */
export function startRefusal(
  stderr: string,
  parts: readonly CompiledLoadBalancer[],
  configuration: Configuration,
): StartRefusal {
  const refusals = new Map<string, LoadBalancerRefusal>()
  const elsewhere: string[] = []
  for (const alert of alertsOf(stderr)) {
    const found = bindRefusal(alert, parts) ?? lineRefusal(alert, configuration) ?? namedRefusal(alert, parts)
    if (found === null) elsewhere.push(alert)
    else refusals.set(found.loadbalancer_id, joined(refusals.get(found.loadbalancer_id), found))
  }
  return { refusals, elsewhere: refusals.size > 0 ? [] : elsewhere }
}

/** Why an address can not be bound, in words that end with what to do. */
export function bindSentence({ address, port }: Pick<Bind, 'address' | 'port'>, systemWord: string): string {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return bindSentences[systemWord]?.(place, address, port) ?? `The address ${place} can not be bound: ${systemWord}.`
}

const bindSentences: Readonly<Record<string, (place: string, address: string, port: number) => string>> = {
  'Address already in use': (place, address, port) =>
    `Port ${port} on ${address} is taken: another program on the engine's machine holds ${place}. Stop it, or choose another port. The engine tries again every few seconds.`,
  'Cannot assign requested address': (_place, address) =>
    `The address ${address} is not on the engine's machine. Add it to one of its interfaces, or use an address of a subnet that it has. The engine tries again every few seconds.`,
  'Permission denied': (place, _address, port) =>
    `The engine may not listen on ${place}: ports below 1024 need the right CAP_NET_BIND_SERVICE. Give it to the engine, or choose a port above 1023 instead of ${port}.`,
}

type Found = LoadBalancerRefusal & { readonly loadbalancer_id: string }

function alertsOf(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('[ALERT]'))
    .map((line) => line.replace(/^\[ALERT\]\s*\(\d+\) : /, ''))
    .filter(
      (line) => !/Some protocols failed to start|Fatal errors found|Error\(s\) found in configuration file/.test(line),
    )
}

function bindRefusal(alert: string, parts: readonly CompiledLoadBalancer[]): Found | null {
  const match = /for frontend (\S+): .*\((.+)\) for \[(.+):(\d+)\]/.exec(alert)
  if (match === null) return null
  const [, frontend, systemWord = '', address = '', port] = match
  for (const part of parts) {
    const ofFrontend = part.binds.filter((one) => one.frontend === frontend && one.port === Number(port))
    const bind = ofFrontend.find((one) => one.address === address) ?? ofFrontend[0]
    if (bind === undefined) continue
    const diagnostic = { about: bind.about, message: bindSentence(bind, systemWord) }
    return { loadbalancer_id: part.loadbalancer_id, diagnostics: [diagnostic], binds: [bind] }
  }
  return null
}

/** `config : parsing [/path/haproxy.cfg:12] : ...`: the line knows its resource. */
function lineRefusal(alert: string, configuration: Configuration): Found | null {
  const match = /\[[^\]]*haproxy\.cfg:(\d+)\]/.exec(alert)
  const line = configuration.lines[Number(match?.[1]) - 1]
  if (!match || !line?.loadbalancer_id) return null
  return refusedByHaproxy(line.loadbalancer_id, line.about ?? 'load_balancer', alert)
}

/** Checks of the whole file name the proxy, and no line. */
function namedRefusal(alert: string, parts: readonly CompiledLoadBalancer[]): Found | null {
  for (const part of parts) {
    const section = part.sections.find((one) => alert.includes(one.name.slice(one.name.indexOf(' ') + 1)))
    if (section) return refusedByHaproxy(part.loadbalancer_id, section.about, alert)
  }
  return null
}

function refusedByHaproxy(loadbalancer_id: string, about: string, alert: string): Found {
  const words = alert.replace(/^config : (parsing )?\[[^\]]*\] : /, '')
  return {
    loadbalancer_id,
    diagnostics: [{ about, message: `HAProxy refuses this configuration: ${words}` }],
    binds: [],
  }
}

function joined(before: LoadBalancerRefusal | undefined, found: Found): LoadBalancerRefusal {
  const { diagnostics, binds } = found
  if (before === undefined) return { diagnostics, binds }
  return { diagnostics: [...before.diagnostics, ...diagnostics], binds: [...before.binds, ...binds] }
}
