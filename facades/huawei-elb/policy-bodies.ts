import { z } from 'zod'
import { flag, text, whole } from './bodies.ts'
import { ruleBody } from './rule-dialect.ts'

// Types alone: what the values may be is said by the model, where these parts lie side by side.

const object = <T extends z.ZodRawShape>(shape: T) => z.object(shape, 'Value should be an object')
const number = z.union([z.number(), text], 'Value should be a whole number')

const insertHeaders = object({
  configs: z.array(object({ key: text, value_type: text, value: text }), 'Value should be a list'),
})
const removeHeaders = object({ configs: z.array(object({ key: text }), 'Value should be a list') })
const headers = {
  insert_headers_config: insertHeaders.nullish(),
  remove_headers_config: removeHeaders.nullish(),
}
const trafficLimit = object({ qps: whole.nullish(), per_source_ip_qps: whole.nullish(), burst: whole.nullish() })
const url = { host: text.nullish(), path: text.nullish(), query: text.nullish() }

const changeable = {
  name: text.nullish(),
  description: text.nullish(),
  priority: whole.nullish(),
  redirect_pool_id: text.nullish(),
  redirect_pools_config: z
    .array(object({ pool_id: text, weight: number.nullish() }), 'Value should be a list of pools')
    .nullish(),
  redirect_pools_sticky_session_config: object({ enable: flag.nullish(), timeout: whole.nullish() }).nullish(),
  redirect_pools_extend_config: object({
    rewrite_url_enable: flag.nullish(),
    rewrite_url_config: object(url).nullish(),
    ...headers,
    traffic_limit_config: trafficLimit.nullish(),
  }).nullish(),
  redirect_listener_id: text.nullish(),
  redirect_url_config: object({
    protocol: text.nullish(),
    ...url,
    port: text.nullish(),
    status_code: text.nullish(),
    ...headers,
  }).nullish(),
  fixed_response_config: object({
    status_code: text.nullish(),
    content_type: text.nullish(),
    message_body: text.nullish(),
    ...headers,
    traffic_limit_config: trafficLimit.nullish(),
  }).nullish(),
  rules: z.array(ruleBody.create, 'Value should be a list of rules').nullish(),
}

export const policyBody = {
  create: z.object({ ...changeable, action: text, listener_id: text }),
  update: z.object({ ...changeable, action: text.nullish(), listener_id: text.nullish() }),
}
export type PolicyWish = z.output<typeof policyBody.update>

export const prioritiesBody = z.object({
  l7policies: z
    .array(object({ id: text, priority: whole }), 'Value should be a list of policies')
    .min(1, 'Value should have at least one policy'),
})
