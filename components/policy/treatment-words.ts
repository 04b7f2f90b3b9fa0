import type { L7Policy } from 'model/resources/l7-policy'
import { count, plural } from '../ui/format.ts'

/** What a policy does besides, a few words each: "rewrites the URL", "at most 100 a second". */
export function treatmentWords(policy: L7Policy): readonly string[] {
  return [...stickyWords(policy), ...requestWords(policy), ...answerWords(policy), ...limitWords(policy)]
}

function stickyWords({ redirect_pools_sticky_session_config: sticky }: L7Policy): string[] {
  return sticky?.enable ? [`clients stay for ${plural(sticky.timeout, 'minute')}`] : []
}

function requestWords(policy: L7Policy): string[] {
  const { rewrite_url_config, insert_headers_config, remove_headers_config } = policy
  return [
    ...(rewrite_url_config === null ? [] : ['rewrites the URL']),
    ...headerWords(insert_headers_config, remove_headers_config, 'request header'),
  ]
}

function answerWords(policy: L7Policy): string[] {
  const { insert_response_headers_config, remove_response_headers_config, cors_config } = policy
  return [
    ...headerWords(insert_response_headers_config, remove_response_headers_config, 'response header'),
    ...(cors_config === null ? [] : ['CORS']),
  ]
}

type Headers = { readonly configs: readonly unknown[] } | null

function headerWords(inserted: Headers, removed: Headers, what: string): string[] {
  const total = (inserted?.configs.length ?? 0) + (removed?.configs.length ?? 0)
  return total === 0 ? [] : [plural(total, what)]
}

function limitWords({ traffic_limit_config: limit }: L7Policy): string[] {
  if (limit === null) return []
  return [
    ...(limit.qps === 0 ? [] : [`at most ${count(limit.qps)} a second`]),
    ...(limit.per_source_ip_qps === 0 ? [] : [`${count(limit.per_source_ip_qps)} a second from one client`]),
  ]
}
