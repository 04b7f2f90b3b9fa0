import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { timesOf, type Wire } from './answers.ts'
import { shownRule } from './rule-dialect.ts'

type Whole = L7Policy & { readonly rules: readonly Wire[] }

/** Positions of the dialect end here. */
const lastPosition = 100

/**
 * A policy with its parts where the dialect has them. What never takes effect is in error: it has the same rules as an older one, is
 * switched off elsewhere, or was refused by the data plane. Priorities are told where they count.
 */
export function policyWire(row: Whole, hasPriorities: boolean): Wire {
  const { id, name, description, listener_id, project_id, action, position, redirect_pool_id, rules } = row
  return {
    ...{ id, name, description, listener_id, project_id, action, admin_state_up: true },
    ...{ position: position <= lastPosition ? position : null, priority: hasPriorities ? row.priority : null },
    provisioning_status: row.admin_state_up && row.provisioning_status !== 'ERROR' ? 'ACTIVE' : 'ERROR',
    ...{ redirect_pool_id, redirect_listener_id: row.redirect_listener_id, redirect_url: null, rules },
    redirect_pools_config: row.redirect_pools_config,
    redirect_pools_sticky_session_config: row.redirect_pools_sticky_session_config,
    redirect_pools_extend_config: action === 'REDIRECT_TO_POOL' ? extension(row) : null,
    redirect_url_config: row.redirect_url_config && { ...row.redirect_url_config, ...headers(row) },
    fixed_response_config: row.fixed_response_config && {
      ...{ ...row.fixed_response_config, ...headers(row), traffic_limit_config: row.traffic_limit_config },
    },
    ...{ enterprise_project_id: '0', ...timesOf(row) },
  }
}

function headers({ insert_headers_config, remove_headers_config }: Whole): Wire {
  return { insert_headers_config, remove_headers_config }
}

function extension(row: Whole): Wire | null {
  const { rewrite_url_config, traffic_limit_config } = row
  const parts = { rewrite_url_config, ...headers(row), traffic_limit_config }
  if (Object.values(parts).every((one) => one === null)) return null
  return { rewrite_url_enable: rewrite_url_config !== null, ...parts }
}

export function ruleWire(row: L7Rule): Wire {
  return {
    ...{ id: row.id, ...shownRule(row), key: null, invert: false, admin_state_up: true, project_id: row.project_id },
    ...{ provisioning_status: 'ACTIVE', ...timesOf(row) },
  }
}
