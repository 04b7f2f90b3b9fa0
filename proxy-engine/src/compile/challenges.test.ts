import { expect, test } from 'vitest'
import { compileLoadBalancer } from './compile.ts'
import { desiredOf, everyAbility } from './golden/rows.ts'

const token = 'a'.repeat(43)

test.each(['a b', 'a\nset server x/y state maint', 'a;b', 'a\0', '%[env(HOME)]', ''])(
  '%j is no answer to a challenge',
  (text) => {
    const challenges = { port: 80, answers: [{ token, key_authorization: text }] }
    const listeners = [{ protocol: 'HTTP', protocol_port: 80 }] as const
    expect(compileLoadBalancer(desiredOf({ challenges, listeners }), everyAbility)).toMatchObject({
      diagnostics: [{ about: 'load_balancer', message: expect.stringContaining('is no answer to a challenge') }],
    })
  },
)
