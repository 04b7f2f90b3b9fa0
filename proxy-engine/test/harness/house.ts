import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A certificate with its key, and with all authorities up to the root behind it; each as a file of PEM. */
export type Issued = { readonly certificate: string; readonly key: string }
type Wish = {
  /** As OpenSSL takes it: /O=House/CN=partner. */
  readonly subject: string
  readonly names?: readonly string[]
  /** Negative: it has ended. */
  readonly days?: number
}

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A root, an authority below it that issues certificates, and lists of what both have taken back: OpenSSL's own. */
export class House {
  readonly folder: string
  readonly name: string
  #issued = 0

  constructor(folder: string, name: string) {
    this.folder = path.join(folder, name.replaceAll(' ', '-'))
    this.name = name
    mkdirSync(this.folder, { recursive: true })
    const own = ['database=index.txt', 'crlnumber=number', 'serial=serial', 'new_certs_dir=.', 'default_md=sha256']
    const more = ['policy=any', 'copy_extensions=copyall', 'unique_subject=no', 'default_days=30', 'default_crl_days=9']
    const config = ['[ca]', 'default_ca=own', '[own]', ...own, ...more, '[any]', 'commonName=supplied']
    writeFileSync(this.#file('ca.cnf'), `${[...config, 'organizationName=optional', ''].join('\n')}`)
    for (const one of ['index.txt', 'index.txt.attr']) writeFileSync(this.#file(one), '')
    for (const one of ['number', 'serial']) writeFileSync(this.#file(one), '0a\n')
    const isAuthority = ['-addext', 'basicConstraints=critical,CA:TRUE']
    this.#openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
      '-days',
      '60',
      '-subj',
      `/CN=${name}`,
    )
    this.#request('middle', { subject: `/CN=${name} middle` }, isAuthority)
    this.#sign('middle', 'root')
  }

  /** Both authorities, as PEM. */
  get authorities(): string {
    return this.#read('root.pem') + this.#read('middle.pem')
  }

  get root(): string {
    return this.#read('root.pem')
  }

  issue(wish: Wish): Issued {
    this.#issued += 1
    const name = `issued-${this.#issued}`
    const names = wish.names?.map((one) => `DNS:${one}`).join()
    this.#request(name, wish, names === undefined ? [] : ['-addext', `subjectAltName=${names}`])
    this.#sign(name, 'middle', wish.days)
    writeFileSync(this.#file(`${name}.chain`), this.#read(`${name}.pem`) + this.#read('middle.pem'))
    return { certificate: this.#file(`${name}.chain`), key: this.#file(`${name}.key`) }
  }

  revoke({ key: keyFile }: Issued): void {
    this.#authority('middle', '-revoke', keyFile.replace(/key$/, 'pem'))
  }

  /** What each of the two has taken back so far, as PEM; of one alone, a chain is not covered. */
  lists(of: readonly ('root' | 'middle')[] = ['root', 'middle']): string {
    return of
      .map((one) => {
        this.#authority(one, '-gencrl', '-out', `${one}-list.pem`)
        return this.#read(`${one}-list.pem`)
      })
      .join('')
  }

  /** Certificate, chain and key in one text. */
  pem({ certificate, key: keyFile }: Issued): string {
    return readFileSync(certificate, 'utf8') + readFileSync(keyFile, 'utf8')
  }

  #request(name: string, { subject }: Wish, more: readonly string[]): void {
    this.#openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-utf8', '-subj', subject, ...more)
  }

  #sign(name: string, by: string, days = 30): void {
    const stamp = (moment: number) =>
      new Date(moment)
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2)
    const now = Date.now()
    const dates = ['-startdate', stamp(now - 40 * 86_400_000), '-enddate', stamp(now + days * 86_400_000)]
    this.#authority(by, '-batch', '-notext', '-preserveDN', ...dates, '-in', `${name}.csr`, '-out', `${name}.pem`)
  }

  #authority(by: string, ...more: readonly string[]): void {
    this.#openssl('ca', '-config', 'ca.cnf', '-keyfile', `${by}.key`, '-cert', `${by}.pem`, ...more)
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' })
  }

  #file(name: string): string {
    return path.join(this.folder, name)
  }

  #read(name: string): string {
    return readFileSync(this.#file(name), 'utf8')
  }
}
