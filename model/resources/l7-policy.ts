import { z } from 'zod'
import { fixed, optional, required, type Value } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { choice, integer, longText, orNone, record, uuid } from '../kit/values.ts'
import { askedHost } from '../l7/asked-host.ts'
import { policyActions, type RedirectCode, redirectCodes } from '../l7/policy-actions.ts'
import {
  corsConfig,
  fixedResponseConfig,
  insertHeadersConfig,
  redirectPoolsConfig,
  redirectUrlConfig,
  removeHeadersConfig,
  rewriteUrlConfig,
  stickySessionConfig,
  trafficLimitConfig,
} from '../l7/policy-configs.ts'
import { identity, sharedFields } from './shared-fields.ts'

/** An http or https URL without blanks and control characters: it goes into a Location header as it is. */
const url: Value<string> = {
  accepts: z
    .string('Value should be a valid URL')
    .max(255, 'Value should have a maximum character requirement of 255')
    .refine(isHttpUrl, 'Value should be a valid URL: http:// or https://, a host, and no blanks'),
  kind: 'text',
}

const redirectCode: Value<RedirectCode> = {
  accepts: z.union(
    (Object.keys(redirectCodes).map(Number) as RedirectCode[]).map((code) => z.literal(code)),
    { error: `Value should be one of: ${Object.keys(redirectCodes).join(', ')}` },
  ),
  kind: 'number',
}

/** The same, or with the host that the client asked for: `https://${host}:8443`. */
const prefix: Value<string> = {
  ...url,
  accepts: z
    .string('Value should be a valid URL')
    .max(255, 'Value should have a maximum character requirement of 255')
    .refine(
      (value) => isHttpUrl(value.replace(`//${askedHost}`, '//host')),
      'Value should be a valid URL: http:// or https://, a host, and no blanks',
    ),
}

/** Huawei's highest priority, which is tried last. */
export const mostPriority = 10_000

/** Beyond the end of every list: a policy that is created without a position is appended. */
export const lastPosition = 2_147_483_647

/** What happens with the requests for which all its rules hold. Policies of a listener are tried in the order of their positions. */
export const l7Policy = defineResource({
  name: 'l7policy',
  collection: 'l7policies',
  title: 'L7 Policy',
  fields: {
    ...identity,
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.', lessCommon: true }),
    listener_id: fixed(required(uuid, { label: 'Listener', help: 'The listener whose requests it looks at.' })),
    action: required(choice(policyActions), { label: 'Action', help: 'What happens when all its rules hold.' }),
    redirect_pool_id: optional(orNone(uuid), null, { label: 'Pool', help: 'Where the request is sent.' }),
    redirect_url: optional(orNone(url), null, { label: 'URL', help: 'Where the client is told to go.' }),
    redirect_prefix: optional(orNone(prefix), null, {
      label: 'Prefix',
      help: `Stands before the path and the query of the request: https://www.example.com, or https://${askedHost} for the host that the client asked for.`,
    }),
    redirect_http_code: optional(orNone(redirectCode), null, { label: 'Code', help: 'The status of the redirect.' }),
    redirect_listener_id: optional(orNone(uuid), null, {
      label: 'Listener',
      help: 'The HTTPS listener of this load balancer to which every client is sent.',
    }),
    redirect_url_config: optional(orNone(record(redirectUrlConfig)), null, {
      label: 'URL in parts',
      help: 'Where the client is told to go; parts that are left out stay as they were asked for.',
    }),
    redirect_pools_config: optional(record(redirectPoolsConfig), [], {
      label: 'Pools',
      help: 'Up to five pools that share the requests by weights from 0 to 100.',
    }),
    redirect_pools_sticky_session_config: optional(orNone(record(stickySessionConfig)), null, {
      label: 'Stay with a pool',
      help: 'A client keeps the pool that it got, by a cookie, for so many minutes.',
    }),
    fixed_response_config: optional(orNone(record(fixedResponseConfig)), null, {
      label: 'Answer',
      help: 'The status, the type and the text of the answer.',
    }),
    rewrite_url_config: optional(orNone(record(rewriteUrlConfig)), null, {
      label: 'Rewrite the URL',
      help: 'What members are asked for instead: host, path and query.',
    }),
    insert_headers_config: optional(orNone(record(insertHeadersConfig)), null, {
      label: 'Insert headers',
      help: 'Headers that members get with the request, in the place of those that the client sent.',
    }),
    remove_headers_config: optional(orNone(record(removeHeadersConfig)), null, {
      label: 'Remove headers',
      help: 'Headers of the client that members do not get.',
    }),
    insert_response_headers_config: optional(orNone(record(insertHeadersConfig)), null, {
      label: 'Insert response headers',
      help: 'Headers that the client gets with the answer, in the place of those of the member.',
    }),
    remove_response_headers_config: optional(orNone(record(removeHeadersConfig)), null, {
      label: 'Remove response headers',
      help: 'Headers of the member that the client does not get.',
    }),
    traffic_limit_config: optional(orNone(record(trafficLimitConfig)), null, {
      label: 'Rate limit',
      help: 'How many requests a second are let through, in all and from one client; others get 503.',
    }),
    cors_config: optional(orNone(record(corsConfig)), null, {
      label: 'CORS',
      help: 'Which pages of other origins may call; their preflights are answered here.',
    }),
    priority: optional(orNone(integer(0, mostPriority)), null, {
      label: 'Priority',
      help: 'Its place in the order as Huawei counts it, 0 to 10000: the lowest is tried first. Left out, it follows from the position.',
      lessCommon: true,
    }),
    position: optional(integer(1, lastPosition), lastPosition, {
      label: 'Position',
      help: 'Its place in the order, from 1. Beyond the end is last.',
      lessCommon: true,
    }),
    ...sharedFields,
  },
})
export type L7Policy = RowOf<typeof l7Policy>
export type CreatedL7Policy = CreatedOf<typeof l7Policy>
export type L7PolicyPatch = PatchOf<typeof l7Policy>

function isHttpUrl(value: string): boolean {
  return /^https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._~%-]+)(:\d{1,5})?([/?#][\x21-\x7e]*)?$/i.test(value)
}
