import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nginxStreamModule } from './requirements.mjs'

/**
 * Starts nginx with a configuration of its own; nothing of the system's is read or written.
 * @param {import('./workplace.mjs').Workplace} workplace
 * @param {{ name: string, http?: string, stream?: string }} configuration
 * @returns {Promise<readonly number[]>} the pids that do the work
 */
export async function startNginx(workplace, { name, http = '', stream = '' }) {
  const dir = path.join(workplace.dir, name)
  mkdirSync(dir, { recursive: true })
  const file = path.join(dir, 'nginx.conf')
  writeFileSync(file, configurationText({ dir, http, stream }))
  const { pid } = await workplace.start('nginx', ['-c', file, '-p', dir, '-e', path.join(dir, 'error.log')])
  return [pid]
}

/**
 * One process that is master and worker at once: the comparison is with one thread of HAProxy.
 * @param {{ dir: string, http: string, stream: string }} parts
 */
function configurationText({ dir, http, stream }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  )
  return [
    ...(stream === '' ? [] : [`load_module ${nginxStreamModule()};`]),
    'daemon off;',
    'master_process off;',
    `pid ${dir}/nginx.pid;`,
    'events { worker_connections 4096; }',
    `http {\naccess_log off;\nkeepalive_requests 1000000000;\n${temporary.join('\n')}\n${http}\n}`,
    ...(stream === '' ? [] : [`stream {\n${stream}\n}`]),
    '',
  ].join('\n')
}
