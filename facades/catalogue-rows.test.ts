import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const letters = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at + 1}`)
/** The attributes of product 1.5, as the tests name them. */
const attributes = [
  ...['l7policy_id and project_id', 'X-Auth-Token', 'l7policy', 'admin_state_up', 'name', 'description'],
  ...['redirect_listener_id', 'redirect_pool_id', 'redirect_pools_config[]', 'redirect_pools_config[].weight'],
  'redirect_pools_sticky_session_config',
  ...['protocol', 'host', 'port', 'path', 'query', 'status_code'].map((part) => `redirect_url_config.${part}`),
  ...['redirect_url_config as a whole', 'redirect_url_config.insert_headers_config and remove_headers_config'],
  ...['status_code', 'content_type', 'message_body'].map((part) => `fixed_response_config.${part}`),
  'fixed_response_config.insert_headers_config, remove_headers_config and traffic_limit_config',
  'redirect_pools_extend_config.rewrite_url_enable',
  'redirect_pools_extend_config.rewrite_url_config.host/path/query',
  ...['insert_headers_config.configs[]', 'reserved header names (24)', 'remove_headers_config.configs[].key'],
  ...['qps', 'per_source_ip_qps', 'burst'].map((part) => `traffic_limit_config.${part}`),
  ...['rules[]', 'priority', 'response 200', 'error body', 'batch-update-priority'],
]

test('every row of the catalogue is bound to exactly one test', () => {
  const titles = sources().flatMap((text) => [
    ...text.matchAll(/^\s*(?:test\(|describe\()?(['"])((?:[ARX]\d+|1\.5) (?:(?!\1).)+)\1(?:, |: |\n)/gm),
  ])
  const found = titles.map(([, , title = '']) => title)
  const rows = [...letters('A', 18), ...letters('R', 17), ...letters('X', 9)]
  const countOf = (row: string) => found.filter((title) => title.startsWith(`${row} `)).length
  const longest = attributes.toSorted((one, other) => other.length - one.length)
  const bound = found.flatMap((title) => longest.find((name) => title.startsWith(`1.5 ${name} `)) ?? [])
  expect(rows.filter((row) => countOf(row) !== 1)).toEqual([])
  expect(bound.toSorted()).toEqual(attributes.toSorted())
  expect(found.filter((title) => title.startsWith('1.5 '))).toHaveLength(attributes.length)
})

/** Where rows stand: the tests of the engine and of the facades, and the tables of these. */
function sources(): string[] {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const folders = ['proxy-engine/test', 'facades']
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.ts$|-rows\.ts$/.test(name))
      .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
  )
}
