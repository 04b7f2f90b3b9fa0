import { betterAuth } from 'better-auth'
import { username } from 'better-auth/plugins/username'
import { processwide } from '../process.ts'
import { authDatabase } from '../store/auth-database.ts'
import { keptSecret } from './secrets.ts'

/** A session lasts thirty days, in seconds. It is not prolonged: only the sign-in page sets the cookie. */
const sessionSeconds = 2_592_000
/** What people are called: it stands in commands and URLs. */
export const userName = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u
/** What a password has to be. A hash costs time in the length of what it hashes. */
export const passwordLimits = { min: 8, max: 128 } as const

function make() {
  return betterAuth({
    secret: keptSecret('auth.secret'),
    basePath: '/api/auth',
    database: authDatabase(),
    // Whoever asks under the name that they reached us by is not another site.
    trustedOrigins: (request) => (request ? originsOf(request) : []),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLimits.min,
      maxPasswordLength: passwordLimits.max,
    },
    plugins: [
      username({ minUsernameLength: 1, maxUsernameLength: 64, usernameValidator: (name) => userName.test(name) }),
    ],
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true },
    advanced: {
      cookiePrefix: 'fulcrum',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
    },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/*': { window: 60, max: 10 } } },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })
}

function originsOf(request: Request): string[] {
  const host = request.headers.get('host') ?? new URL(request.url).host
  return [`http://${host}`, `https://${host}`]
}

/** People's accounts and sessions. Made on first use: pages are also imported by `next build`. */
export function auth(): ReturnType<typeof make> {
  return processwide('auth', make)
}
