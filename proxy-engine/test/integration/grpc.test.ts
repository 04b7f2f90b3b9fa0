import { readFileSync } from 'node:fs'
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type StatusObject,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { House } from '../harness/house.ts'
import { ownPlace } from '../harness/traffic.ts'

afterEach(endAll)

// Messages are text: what gRPC makes of connections does not depend on what is in them.
const bytes = (text: string) => Buffer.from(text)
const text = (data: Buffer) => data.toString()
const method = {
  requestSerialize: bytes,
  requestDeserialize: text,
  responseSerialize: bytes,
  responseDeserialize: text,
}
const paths = { say: '/Echo/Say', count: '/Echo/Count', talk: '/Echo/Talk' } as const
const service: ServiceDefinition = {
  say: { path: paths.say, requestStream: false, responseStream: false, ...method },
  count: { path: paths.count, requestStream: false, responseStream: true, ...method },
  talk: { path: paths.talk, requestStream: true, responseStream: true, ...method },
}

/** Trailers: what a server says at the end of an answer. */
function trailers(words: string): Metadata {
  const metadata = new Metadata()
  metadata.set('x-at-the-end', words)
  return metadata
}

async function startServer(pem: { readonly key: string; readonly certificate: string }): Promise<number> {
  const server = new Server()
  server.addService(service, {
    say: ({ request }: ServerUnaryCall<string, string>, answer: sendUnaryData<string>) =>
      request === 'nonsense'
        ? answer({ code: status.INVALID_ARGUMENT, details: 'no sense', metadata: trailers('refused') })
        : answer(null, `you said ${request}`, trailers('said')),
    count: (call: ServerWritableStream<string, string>) => {
      for (let at = 1; at <= Number(call.request); at += 1) call.write(String(at))
      call.end(trailers('counted'))
    },
    talk: (call: ServerDuplexStream<string, string>) => {
      call.on('data', (said: string) => call.write(`you said ${said}`))
      call.on('end', () => call.end(trailers('talked')))
    },
  })
  const shown = { private_key: readFileSync(pem.key), cert_chain: readFileSync(pem.certificate) }
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(null, [shown]), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  atEnd(() => server.forceShutdown())
  return port
}

let client: Client
beforeEach(async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const house = new House(site.folder, 'ours')
  const shown = house.issue({ subject: '/CN=rpc.test', names: ['rpc.test'] })
  const port = await startServer(shown)
  await site.startEngine()
  const ids = { own: '0194f0c2-7000-7abc-8def-000000000001', authority: '0194f0c2-7000-7abc-8def-000000000002' }
  const [outcome] = await site.plane.apply({
    ...balancer(place, {
      members: [member(port)],
      monitor: { type: 'TCP', delay: 1 },
      pool: { protocol: 'HTTP', tls_enabled: true, ca_tls_container_ref: ids.authority, alpn_protocols: ['h2'] },
      listener: { protocol: 'TERMINATED_HTTPS', default_tls_container_ref: ids.own },
    }),
    certificates: [
      { id: ids.own, pem: house.pem(shown) },
      { id: ids.authority, pem: house.authorities },
    ],
  })
  expect(outcome).toMatchObject({ outcome: 'applied' })
  client = new Client(`${place.address}:${place.port}`, credentials.createSsl(Buffer.from(house.root)), {
    'grpc.ssl_target_name_override': 'rpc.test',
    'grpc.default_authority': 'rpc.test',
  })
  atEnd(() => client.close())
})

type Said = { readonly answer: string | undefined; readonly code: number; readonly end: readonly unknown[] }
const endOf = ({ code, metadata }: StatusObject) => ({ code, end: metadata.get('x-at-the-end') })

function say(words: string): Promise<Said> {
  return new Promise((resolve) => {
    let answer: string | undefined
    const call = client.makeUnaryRequest(paths.say, bytes, text, words, (_, said) => {
      answer = said
    })
    call.on('status', (ended) => resolve({ answer, ...endOf(ended) }))
  })
}

test('a call is answered, with what stands at the end of the answer', async () => {
  expect(await say('hello')).toEqual({ answer: 'you said hello', code: status.OK, end: ['said'] })
  expect(await say('nonsense')).toEqual({ answer: undefined, code: status.INVALID_ARGUMENT, end: ['refused'] })
  expect(await say('x'.repeat(1_000_000))).toMatchObject({ code: status.OK })
})

test('a stream of answers comes whole and in order', async () => {
  const call = client.makeServerStreamRequest(paths.count, bytes, text, '2000')
  const counted: string[] = []
  call.on('data', (one: string) => counted.push(one))
  const ended = await new Promise<StatusObject>((resolve) => call.on('status', resolve))
  expect(counted).toEqual(Array.from({ length: 2_000 }, (_, at) => String(at + 1)))
  expect(endOf(ended)).toEqual({ code: status.OK, end: ['counted'] })
})

test('both sides talk in turns over one stream', async () => {
  const call = client.makeBidiStreamRequest(paths.talk, bytes, text)
  const ended = new Promise<StatusObject>((resolve) => call.on('status', resolve))
  const heard: string[] = []
  for (const words of ['one', 'two', 'three']) {
    call.write(words)
    // The answer comes while the stream is open: nothing waits for its end.
    heard.push(await new Promise<string>((resolve) => call.once('data', resolve)))
  }
  call.end()
  expect(heard).toEqual(['you said one', 'you said two', 'you said three'])
  expect(endOf(await ended)).toEqual({ code: status.OK, end: ['talked'] })
})
