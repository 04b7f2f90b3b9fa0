import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { cloudsYaml, openrc } from './client-files.ts'

const access = { origin: 'https://lb.example:8443', user: 'ada', project: 'shop', credential: null }
const credential = { id: '0a1b', secret: 'it\'s $HOME `id` "x"' }

/** What a shell has after reading the file, with something typed. */
function exported(script: string, typed = ''): Record<string, string> {
  const out = execFileSync('env', ['-i', 'PATH=/usr/bin:/bin', 'bash', '--norc', '-c', `${script}\nenv -0`], {
    input: typed,
  })
  const pairs = out
    .toString()
    .split('\0')
    .flatMap((line) => /(OS_\w+)=([\s\S]*)$/.exec(line) ?? [])
  const variables: Record<string, string> = {}
  for (let at = 0; at < pairs.length; at += 3) variables[pairs[at + 1] ?? ''] = pairs[at + 2] ?? ''
  return variables
}

describe('openrc', () => {
  test('asks for the password, and has all the rest', () => {
    expect(exported(openrc(access), 'pass word\n')).toEqual({
      OS_AUTH_URL: 'https://lb.example:8443/identity/v3',
      OS_IDENTITY_API_VERSION: '3',
      OS_REGION_NAME: 'RegionOne',
      OS_USERNAME: 'ada',
      OS_USER_DOMAIN_ID: 'default',
      OS_PROJECT_NAME: 'shop',
      OS_PROJECT_DOMAIN_ID: 'default',
      OS_PASSWORD: 'pass word',
    })
  })

  test('with a credential asks for nothing, and a shell reads the secret as it is', () => {
    expect(exported(`export OS_PASSWORD=old OS_PROJECT_NAME=old\n${openrc({ ...access, credential })}`)).toEqual({
      OS_AUTH_URL: 'https://lb.example:8443/identity/v3',
      OS_IDENTITY_API_VERSION: '3',
      OS_REGION_NAME: 'RegionOne',
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_APPLICATION_CREDENTIAL_ID: '0a1b',
      OS_APPLICATION_CREDENTIAL_SECRET: credential.secret,
    })
  })
})

describe('clouds.yaml', () => {
  test('names the person and the project, and no password', () => {
    const text = cloudsYaml({ ...access, project: 'shop: #1' })
    expect(text).toContain('      username: "ada"\n')
    expect(text).toContain('      project_name: "shop: #1"\n')
    expect(text).not.toMatch(/password|credential/)
  })

  test('with a credential is scoped by it alone', () => {
    const text = cloudsYaml({ ...access, credential })
    expect(text).toContain('    auth_type: v3applicationcredential\n')
    expect(text).toContain(`      application_credential_secret: ${JSON.stringify(credential.secret)}\n`)
    expect(text).not.toMatch(/username|project_name/)
  })
})
