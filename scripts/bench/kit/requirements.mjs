import { existsSync } from 'node:fs'
import { Refusal } from '../../kit/command-line.mjs'
import { isInPath } from '../../kit/system-packages.mjs'

/** @type {Readonly<Record<string, { package: string, purpose: string }>>} */
const programs = {
  haproxy: { package: 'haproxy', purpose: 'is what is measured' },
  nginx: { package: 'nginx', purpose: 'answers behind the load balancers, and is compared with HAProxy' },
  h2load: { package: 'nghttp2-client', purpose: 'makes the load of HTTP/2' },
  testssl: { package: 'testssl.sh', purpose: 'looks at TLS as an attacker would' },
  wrk: { package: 'wrk', purpose: 'makes the load' },
}

/**
 * Refuses, with the command that helps, when a program is missing. It is not installed here: Debian's nginx starts a
 * service on port 80, which a person may want for a load balancer.
 * @param {readonly (keyof typeof programs)[]} names
 */
export function requirePrograms(names) {
  const missing = names.filter((name) => !isInPath(name)).flatMap((name) => programs[name] ?? [])
  if (missing.length === 0) return
  throw new Refusal(
    [
      ...missing.map((program) => `${program.package} is not installed. It ${program.purpose}.`),
      `Install it: sudo apt-get install -y --no-install-recommends ${missing.map((program) => program.package).join(' ')}`,
    ].join('\n'),
  )
}

const streamModules = ['/usr/lib/nginx/modules/ngx_stream_module.so', '/usr/lib64/nginx/modules/ngx_stream_module.so']

/** Where nginx's TCP proxy is, which Debian packs by itself (libnginx-mod-stream); null without it. */
export function nginxStreamModule() {
  return streamModules.find((file) => existsSync(file)) ?? null
}
