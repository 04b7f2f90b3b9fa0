import http from 'node:http'

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} path
 * @property {object} [body]
 *
 * @typedef {object} Timed
 * @property {string} kind what was asked, in words
 * @property {number} milliseconds from the request's first byte to the answer's last
 *
 * @typedef {object} Asking
 * @property {string} kind
 * @property {(client: number, turn: number) => Asked} next
 */

/**
 * Several clients on connections of their own, each with one request after the other and no pause.
 * An answer other than 2xx throws: a figure of refusals would mean nothing.
 * @param {{ readonly url: string, readonly token: string }} place
 * @param {readonly Asking[]} askings in turn, from another one on for each client
 * @param {{ readonly clients: number, readonly milliseconds: number }} size
 * @returns {Promise<readonly Timed[]>}
 */
export async function askInTurns(place, askings, { clients, milliseconds }) {
  /** @type {Timed[]} */
  const timed = []
  const end = performance.now() + milliseconds
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients })
  const client = async (/** @type {number} */ number) => {
    for (let turn = number; performance.now() < end; turn += 1) {
      const asking = askings[turn % askings.length]
      if (asking === undefined) return
      const begin = performance.now()
      await ask(place, agent, asking.next(number, turn))
      timed.push({ kind: asking.kind, milliseconds: performance.now() - begin })
    }
  }
  try {
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  } finally {
    agent.destroy()
  }
  return timed
}

/**
 * @param {{ readonly url: string, readonly token: string }} place
 * @param {http.Agent} agent
 * @param {Asked} asked
 * @returns {Promise<string>}
 */
function ask({ url, token }, agent, { method, path, body }) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    'x-auth-token': token,
    accept: 'application/json',
    ...(text !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}${path}`, { method, agent, headers }, (response) => {
      const chunks = /** @type {Buffer[]} */ ([])
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString('utf8')
        const status = response.statusCode ?? 0
        if (status >= 200 && status < 300) resolve(answer)
        else reject(new Error(`${method} ${path} answered ${status}: ${answer}`))
      })
    })
    request.on('error', reject)
    request.end(text)
  })
}
