import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import type { Place } from './traffic.ts'

const run = promisify(execFile)

/** What curl got: the status, the version of HTTP, the subject of the certificate, and all that it printed. */
export type CurlAnswer = { readonly status: number; readonly http: string; readonly text: string }

/** Asks by a name, as if DNS led there. Throws with what curl says when the certificate is not good for it. */
export async function curl(
  { address, port }: Place,
  {
    name,
    authority,
    path = '/',
    more = [],
  }: { name: string; authority: string; path?: string; more?: readonly string[] },
): Promise<CurlAnswer> {
  const resolve = ['--resolve', `${name}:${port}:${address}`, '--cacert', authority]
  const { stdout } = await run('curl', [
    ...['--silent', '--show-error', '--include', '--max-time', '10', ...resolve, ...more],
    ...['--write-out', '\n%{http_code} %{http_version}', `https://${name}:${port}${path}`],
  ])
  const [status = '', http = ''] = (stdout.split('\n').at(-1) ?? '').split(' ')
  return { status: Number(status), http, text: stdout }
}

/** What `openssl s_client` says about a handshake, whether it came about or not. */
export async function handshake({ address, port }: Place, ...more: readonly string[]): Promise<string> {
  const args = ['s_client', '-connect', `${address}:${port}`, ...more]
  const client = run('openssl', args)
  client.child.stdin?.end()
  const { stdout, stderr } = await client.catch((error: { stdout: string; stderr: string }) => error)
  return stdout + stderr
}

type Asked = { readonly name: string; readonly session?: Buffer | undefined }

/** A connection whose certificate is looked at and not judged. */
export async function secured({ address, port }: Place, { name, session }: Asked): Promise<TLSSocket> {
  const socket = connect({
    host: address,
    port,
    servername: name,
    rejectUnauthorized: false,
    ...(session && { session }),
  })
  await once(socket, 'secureConnect')
  return socket
}
