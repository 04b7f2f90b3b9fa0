/** What a topology is drawn from: ids and how they hang together, nothing else. */
export type TopologyInput = {
  readonly listeners: readonly { readonly id: string; readonly pool_ids: readonly string[] }[]
  readonly pools: readonly { readonly id: string; readonly member_ids: readonly string[] }[]
}

export type Box = {
  readonly kind: 'listener' | 'pool' | 'member'
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A line that traffic takes. `listener_id` tells the edges into one pool apart. */
export type Edge = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly listener_id: string | null
  /** The path in SVG's language. */
  readonly path: string
  /** Where the rate stands. */
  readonly label: { readonly x: number; readonly y: number }
}

export type Topology = {
  readonly boxes: readonly Box[]
  readonly edges: readonly Edge[]
  readonly width: number
  readonly height: number
  /** Columns side by side, or one below the other where the place is narrow. */
  readonly form: 'columns' | 'stack'
}

// All sizes in CSS pixels, on the grid of 4.
const listenerSize = { width: 200, height: 64 }
// "Least connections" beside "3 of 3 online".
const poolSize = { width: 248, height: 64 }
const memberHeight = 44
const memberGap = 8
// An IPv4 address with its port beside the word of a status.
const smallestMember = 192
const widestMember = 320
const poolGap = 24
// A rate stands in it: "12.5 k conn/s".
const gutter = 96
const narrowest = 832
/** More members than this stand in several columns, with one edge to all of them. */
const singleColumn = 6

export function topologyOf(input: TopologyInput, width: number): Topology {
  return width < narrowest ? stackOf(input, width) : columnsOf(input, width)
}

type Place = { readonly x: number; readonly y: number }

function columnsOf(input: TopologyInput, width: number): Topology {
  const poolX = listenerSize.width + gutter
  const memberX = poolX + poolSize.width + gutter
  const room = width - memberX
  const boxes: Box[] = []
  let y = 0
  for (const pool of input.pools) {
    const members = memberGrid(pool.member_ids, { x: memberX, y }, room)
    const height = Math.max(poolSize.height, members.height)
    const shift = (height - members.height) / 2
    boxes.push({ kind: 'pool', id: pool.id, x: poolX, y: y + (height - poolSize.height) / 2, ...poolSize })
    boxes.push(...members.boxes.map((box) => ({ ...box, y: box.y + shift })))
    y += height + poolGap
  }
  const poolsHeight = Math.max(0, y - poolGap)
  const listeners = listenerColumn(input, boxes, poolsHeight)
  const all = [...listeners, ...boxes]
  const height = Math.max(poolsHeight, ...all.map((box) => box.y + box.height))
  return { boxes: all, edges: edgesOf(input, all), width, height, form: 'columns' }
}

/** Listeners stand beside the middle of their pools, in their order, and never on each other. */
function listenerColumn(input: TopologyInput, boxes: readonly Box[], height: number): Box[] {
  const middleOf = (pool_ids: readonly string[]) => {
    const own = boxes.filter((box) => box.kind === 'pool' && pool_ids.includes(box.id))
    if (own.length === 0) return null
    return own.reduce((sum, box) => sum + box.y + box.height / 2, 0) / own.length
  }
  const wanted = input.listeners.map((one) => ({ id: one.id, middle: middleOf(one.pool_ids) ?? height }))
  const placed: Box[] = []
  let free = 0
  for (const one of wanted.sort((a, b) => a.middle - b.middle)) {
    const y = Math.max(free, one.middle - listenerSize.height / 2)
    placed.push({ kind: 'listener', id: one.id, x: 0, y, ...listenerSize })
    free = y + listenerSize.height + memberGap * 2
  }
  // A column that is taller than the pools beside it is moved up as a whole, as far as there is room.
  const excess = Math.min(Math.max(0, free - memberGap * 2 - height), placed[0]?.y ?? 0)
  return placed.map((box) => ({ ...box, y: box.y - excess }))
}

function memberGrid(
  ids: readonly string[],
  at: Place,
  room: number,
): { readonly boxes: Box[]; readonly height: number } {
  const fitting = Math.max(1, Math.floor((room + memberGap) / (smallestMember + memberGap)))
  const columns = ids.length <= singleColumn ? 1 : Math.min(fitting, Math.ceil(ids.length / singleColumn))
  const width = Math.min(widestMember, (room - memberGap * (columns - 1)) / columns)
  const rows = Math.ceil(ids.length / columns)
  const boxes = ids.map((id, index) => ({
    kind: 'member' as const,
    id,
    x: at.x + Math.floor(index / rows) * (width + memberGap),
    y: at.y + (index % rows) * (memberHeight + memberGap),
    width,
    height: memberHeight,
  }))
  return { boxes, height: Math.max(0, rows * (memberHeight + memberGap) - memberGap) }
}

/** One below the other: a listener, the pools that are first met under it, and their members, each a step to the right. */
function stackOf(input: TopologyInput, width: number): Topology {
  const boxes: Box[] = []
  const placed = new Set<string>()
  let y = 0
  const put = (kind: Box['kind'], id: string, indent: number, height: number) => {
    boxes.push({ kind, id, x: indent, y, width: width - indent, height })
    y += height + memberGap
  }
  const putPool = (pool: TopologyInput['pools'][number]) => {
    if (placed.has(pool.id)) return
    placed.add(pool.id)
    put('pool', pool.id, 24, 56)
    for (const member_id of pool.member_ids) put('member', member_id, 48, memberHeight)
    y += memberGap
  }
  const alone = input.pools.filter((pool) => !input.listeners.some((one) => one.pool_ids.includes(pool.id)))
  for (const listener of input.listeners) {
    put('listener', listener.id, 0, 56)
    for (const pool of input.pools.filter((one) => listener.pool_ids.includes(one.id))) putPool(pool)
  }
  for (const pool of alone) putPool(pool)
  const height = Math.max(0, ...boxes.map((box) => box.y + box.height))
  return { boxes, edges: elbowsOf(input, boxes), width, height, form: 'stack' }
}

function edgesOf(input: TopologyInput, boxes: readonly Box[]): Edge[] {
  const at = new Map(boxes.map((box) => [box.id, box]))
  const fromListeners = pairsOf(input).flatMap(({ listener_id, pool_id }) =>
    curve(at.get(listener_id), at.get(pool_id), { id: `${listener_id} ${pool_id}`, listener_id }),
  )
  const toMembers = input.pools.flatMap((pool) => {
    const from = at.get(pool.id)
    const members = pool.member_ids.flatMap((id) => at.get(id) ?? [])
    if (members.length <= singleColumn) {
      return members.flatMap((to) => curve(from, to, { id: `${pool.id} ${to.id}`, listener_id: null }))
    }
    return curve(from, around(members), { id: `${pool.id} members`, listener_id: null })
  })
  return [...fromListeners, ...toMembers]
}

function elbowsOf(input: TopologyInput, boxes: readonly Box[]): Edge[] {
  const at = new Map(boxes.map((box) => [box.id, box]))
  const fromListeners = pairsOf(input).flatMap(({ listener_id, pool_id }) =>
    elbow(at.get(listener_id), at.get(pool_id), { id: `${listener_id} ${pool_id}`, listener_id }),
  )
  const toMembers = input.pools.flatMap((pool) =>
    pool.member_ids.flatMap((id) => elbow(at.get(pool.id), at.get(id), { id: `${pool.id} ${id}`, listener_id: null })),
  )
  return [...fromListeners, ...toMembers]
}

function pairsOf(input: TopologyInput) {
  return input.listeners.flatMap((one) => one.pool_ids.map((pool_id) => ({ listener_id: one.id, pool_id })))
}

type EdgeName = Pick<Edge, 'id' | 'listener_id'>

function curve(from: Box | undefined, to: Box | undefined, name: EdgeName): Edge[] {
  if (!from || !to) return []
  const start = { x: from.x + from.width, y: from.y + from.height / 2 }
  const end = { x: to.x, y: to.y + to.height / 2 }
  const bend = (start.x + end.x) / 2
  const path = `M ${start.x} ${start.y} C ${bend} ${start.y}, ${bend} ${end.y}, ${end.x} ${end.y}`
  return [{ ...name, from: from.id, to: to.id, path, label: { x: bend, y: (start.y + end.y) / 2 } }]
}

function elbow(from: Box | undefined, to: Box | undefined, name: EdgeName): Edge[] {
  if (!from || !to) return []
  const x = from.x + 12
  const y = to.y + to.height / 2
  const path = `M ${x} ${from.y + from.height} V ${y} H ${to.x}`
  return [{ ...name, from: from.id, to: to.id, path, label: { x, y } }]
}

/** The smallest box that holds them all: the target of an edge that stands for many. */
function around(boxes: readonly Box[]): Box | undefined {
  const [first] = boxes
  if (!first) return undefined
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    ...first,
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}
