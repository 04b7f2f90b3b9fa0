import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { administratorPassword } from '../product.ts'

/** What an operator exports before the first command, as the console's "API access" shows it. */
export function clientEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    OS_AUTH_URL: `${url}/identity/v3`,
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: 'admin',
    OS_USER_DOMAIN_ID: 'default',
    OS_PASSWORD: administratorPassword,
    OS_PROJECT_NAME: 'default',
    OS_PROJECT_DOMAIN_ID: 'default',
  }
}

/** Variables of whoever runs the tests that would lead the clients elsewhere. */
function ownEnvironment(url: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(OS_|https?_proxy$|HTTPS?_PROXY$)/.test(name))
  const { NODE_ENV } = process.env
  return { ...Object.fromEntries(others), NODE_ENV, PYTHONWARNINGS: 'ignore', ...clientEnvironment(url) }
}

/** Makes `openstack` a word of the shell that asks a client which is imported already. What it prints goes where the shell's own output goes. */
const warmClient = `exec > >(exec cat) 2>&1
coproc CLIENT { exec /usr/bin/python3 ${path.join(import.meta.dirname, 'warm.py')}; }
exec 7>&"\${CLIENT[1]}" 8<&"\${CLIENT[0]}"
openstack() { local code; { printf '%s\\0' "$BASHPID" "$#" "$@" >&7; read -r code <&8; } 5>&1 6>&2; return "$code"; }
`

/** A shell in which commands are typed one after the other; variables stay. */
export class Terminal {
  readonly #shell: ChildProcess
  #output = ''
  #wake = () => {}

  /** A warm client does not start Python for each command: many of them take no longer than what they do. */
  constructor(url: string, client: 'cold' | 'warm' = 'cold') {
    this.#shell = spawn('bash', ['--noprofile', '--norc'], {
      env: ownEnvironment(url),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    for (const stream of [this.#shell.stdout, this.#shell.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString()
        this.#wake()
      })
    }
    this.#shell.once('exit', () => this.#wake())
    this.#shell.stdin?.write(`exec 2>&1; set -o pipefail\n${client === 'warm' ? warmClient : ''}`)
  }

  /** What a command, or several that are pasted at once, print. Fails with it unless the last of them succeeds. */
  async type(commands: string): Promise<string> {
    const mark = randomUUID()
    this.#output = ''
    this.#shell.stdin?.write(`${commands}\nprintf '\\n${mark} %s\\n' "$?"\n`)
    const ending = new RegExp(`\\n${mark} (\\d+)\\n`)
    for (;;) {
      const found = ending.exec(this.#output)
      if (found) {
        const printed = this.#output.slice(0, found.index).trimEnd()
        if (found[1] !== '0') throw new Error(`$ ${commands}\n${printed}\nended with ${found[1]}`)
        return printed
      }
      if (this.#shell.exitCode !== null) throw new Error(`the shell ended:\n${this.#output}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  close(): void {
    this.#shell.kill()
  }
}

/** Runs a program to its end with something to read; fails with what it printed unless it succeeds. */
export function runWith(url: string, [program, ...args]: readonly [string, ...string[]], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: ownEnvironment(url), stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}:\n${output}`)),
    )
    child.stdin.end(input)
  })
}
