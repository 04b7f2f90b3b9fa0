import { pathOf } from 'model/graph/graph'
import { monitorKinds } from 'model/health-monitor/monitor-kinds'
import { poolProtocols } from 'model/pool/protocols'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Member } from 'model/resources/member'
import type { BackendInput } from './backend.ts'
import type { EngineCheck, Server } from './compiled.ts'
import { checkDelaySeconds, checkTimeoutSeconds, checkWords } from './health-check.ts'
import { memberTls } from './member-tls.ts'
import { backendName } from './names.ts'
import { persistenceOf } from './persistence.ts'
import { address, expression, host, keyword, number, type Word, whole } from './words.ts'

/** A member as a server of one backend. Its options are only such as `add server` takes at run time (management.txt, 9.3). */
export function serverOf({ pool, listener, mode, monitor }: BackendInput, member: Member, id: number): Server {
  const isChecked = monitor !== null && monitorKinds[monitor.type].checkedBy === 'haproxy'
  const tls = memberTls({ pool, mode, member, monitor })
  return {
    backend: backendName(pool, listener),
    name: keyword(member.id),
    about: pathOf({ kind: 'member', id: member.id }),
    address: host(member.address),
    port: whole(member.protocol_port),
    weight: whole(member.weight),
    state: member.admin_state_up ? 'ready' : 'maint',
    words: [
      ...[expression('id'), number(id)],
      ...(member.backup ? [expression('backup')] : []),
      ...poolProtocols[pool.protocol].serverWords.map(keyword),
      ...(isChecked ? whereChecked(member, poolProtocols[pool.protocol].serverWords.length > 0) : []),
    ],
    tlsWords: tls.words,
    tlsAbout: pathOf({ kind: 'pool', id: pool.id }),
    files: tls.files,
    checkWords: isChecked ? [...checkWords(monitor, pool), ...(checksTls(monitor, member) ? tls.checkWords : [])] : [],
    checkAbout: isChecked ? pathOf({ kind: 'health_monitor', id: monitor.id }) : null,
    check: isChecked,
    dynamicCookie: persistenceOf(pool, mode).setsCookies,
  }
}

/** Where TLS is spoken with the service, so do its checks; another port speaks what the monitor says. */
function checksTls({ type }: HealthMonitor, member: Member): boolean {
  return isService(member) || monitorKinds[type].checksTls
}

function isService({ monitor_port, protocol_port }: Member): boolean {
  return monitor_port === null || monitor_port === protocol_port
}

/** Checks of the service itself begin as its connections do; another port is another service, which expects no PROXY header. */
function whereChecked(member: Member, sendsProxyHeader: boolean): Word[] {
  return [
    ...(sendsProxyHeader && isService(member) ? [expression('check-send-proxy')] : []),
    ...(member.monitor_address === null ? [] : [expression('addr'), address(member.monitor_address)]),
    ...(member.monitor_port === null ? [] : [expression('port'), number(member.monitor_port)]),
  ]
}

/** The check of one server that the engine runs itself, if its monitor is of that kind. */
export function engineCheckOf(
  server: Server,
  member: Member,
  monitor: HealthMonitor,
  loadbalancer_id: string,
): EngineCheck {
  return {
    loadbalancer_id,
    backend: server.backend,
    server: server.name,
    member_id: member.id,
    address: host(member.monitor_address ?? member.address),
    delaySeconds: checkDelaySeconds(monitor),
    timeoutSeconds: checkTimeoutSeconds(monitor),
    rise: monitor.max_retries,
    fall: monitor.max_retries_down,
  }
}
